package io.blocktier.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where a secret is: in the configuration, or in a file. Never shows it. */
sealed interface SecretSource {

  /** Returns what an error names. */
  Origin origin();

  /** Returns the secret. */
  String read() throws ConfigException;

  /**
   * Takes the one place that is written.
   *
   * @param text the secret itself
   * @param file whose first line it is
   * @param key where the secret itself may be written; the file beside it
   * @param origin what is refused where none or both are written
   */
  static SecretSource of(Optional<String> text, Optional<Path> file, KnownKey key, Origin origin)
      throws ConfigException {
    if (text.isPresent() && file.isPresent()) {
      throw new ConfigException(
          origin, key.path() + ": stands beside " + key.path() + "_file; remove one");
    }
    Optional<SecretSource> source =
        text.<SecretSource>map(secret -> new Written(secret, origin))
            .or(() -> file.map(place -> new InFile(place, origin)));
    return source.orElseThrow(() ->
        new ConfigException(
            origin, key.path() + ": is missing; write it, or " + key.path() + "_file"));
  }

  /** A secret as it is written. */
  record Written(String text, Origin origin) implements SecretSource {
    @Override
    public String read() {
      return text;
    }

    @Override
    public String toString() {
      return "secret at " + origin.label();
    }
  }

  /** A secret in the first line of a file. */
  record InFile(Path file, Origin origin) implements SecretSource {
    @Override
    public String read() throws ConfigException {
      String secret = ConfigFile.readPrivate(file).lines().findFirst().orElse("").strip();
      if (secret.isEmpty()) {
        throw new ConfigException(new Origin(file.toString()), "its first line holds no secret");
      }
      return secret;
    }
  }
}
