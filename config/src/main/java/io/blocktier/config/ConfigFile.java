package io.blocktier.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a configuration file into memory. */
final class ConfigFile {

  /** The largest file; a path to something else entirely is refused before memory runs out. */
  static final int MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  static String read(Path file) throws ConfigException {
    byte[] bytes = bytes(file);
    if (bytes.length > MAX_BYTES) {
      throw refused(file, "is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused(file, "is not UTF-8 text");
    }
  }

  private static byte[] bytes(Path file) throws ConfigException {
    if (Files.isDirectory(file)) {
      throw refused(file, "is a directory; name a YAML file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw refused(file, "there is no such file");
    } catch (AccessDeniedException e) {
      throw refused(file, "may not be read by this user");
    } catch (IOException e) {
      throw refused(file, "cannot be read: " + e);
    }
  }

  private static ConfigException refused(Path file, String problem) {
    return new ConfigException(new Origin(file.toString()), problem);
  }
}
