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
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a configuration file, or a file with a secret, into memory. */
final class ConfigFile {

  /** The largest file; a path to something else entirely is refused before memory runs out. */
  static final int MAX_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);

  private ConfigFile() {}

  /**
   * Reads a file with a secret. One that every user of the machine may change is refused; one that
   * they may read is not: orchestrators mount secrets like that, out of sight of all others.
   */
  static String readPrivate(Path file) throws ConfigException {
    String text = read(file);
    Set<PosixFilePermission> permissions = permissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw refused(file, "every user of this machine may change it; run chmod o= on it");
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn("every user of this machine may read the secret in {}; run chmod o= on it", file);
    }
    return text;
  }

  private static Set<PosixFilePermission> permissions(Path file) throws ConfigException {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException e) {
      return Set.of(); // such a file system has no permissions of this kind
    } catch (IOException e) {
      throw refused(file, "cannot be read: " + e);
    }
  }

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
      throw refused(file, "is a directory; name a file");
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
