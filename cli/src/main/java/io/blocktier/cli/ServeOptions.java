package io.blocktier.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a server, each of which is a key of the section {@code gateway}. */
final class ServeOptions {

  private final Map<String, String> settings = new LinkedHashMap<>();

  /** Returns what was given, by key of the section. */
  Map<String, String> settings() {
    return settings;
  }

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to serve; port 0 takes any (default: 127.0.0.1:9000).")
  void listen(String value) {
    settings.put("listen", value);
  }

  @Option(
      names = "--health-listen",
      paramLabel = "HOST:PORT",
      description = "Where /health, /ready and /metrics are (default: nowhere).")
  void healthListen(String value) {
    settings.put("health_listen", value);
  }

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "The region that clients sign for (default: us-east-1).")
  void region(String value) {
    settings.put("region", value);
  }

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "Behind which bucket names may stand in host names.")
  void domain(String value) {
    settings.put("domain", value);
  }

  @Option(
      names = "--access-key",
      paramLabel = "ID",
      description = "The id of a key that may do everything.")
  void accessKey(String value) {
    settings.put("access_key", value);
  }

  @Option(names = "--secret-key", paramLabel = "SECRET", description = "The secret of that key.")
  void secretKey(String value) {
    settings.put("secret_key", value);
  }

  @Option(
      names = "--secret-key-file",
      paramLabel = "FILE",
      description = "A file whose first line is the secret of that key.")
  void secretKeyFile(String value) {
    settings.put("secret_key_file", value);
  }

  @Option(
      names = "--anonymous",
      paramLabel = "RIGHT",
      arity = "0..1",
      fallbackValue = "read_write",
      description =
          "What requests without a key may do: read_only or read_write, which it is where nothing"
              + " is said.")
  void anonymous(@Nullable String value) {
    settings.put("anonymous", String.valueOf(value));
  }

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "A PEM file with the certificate and its chain.")
  void tlsCertificate(String value) {
    settings.put("tls.certificate", value);
  }

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The PEM file of its private key, in PKCS#8.")
  void tlsKey(String value) {
    settings.put("tls.key", value);
  }

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      description = "How long requests may take when the server stops (default: 30s).")
  void drain(String value) {
    settings.put("drain", value);
  }
}
