package io.blocktier.blockstore.local;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether this JVM writes a file name as the UTF-8 that it has to be. The encoding of file
 * names comes from the locale that the JVM was started in; no option of the JVM changes it.
 */
final class FileNames {

  static final String REMEDY = "start the JVM with LC_ALL=C.UTF-8";

  private static final boolean UTF_8 =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
          .equals(StandardCharsets.UTF_8);

  private FileNames() {}

  /** Tells whether every name is written so. */
  static boolean isUtf8() {
    return UTF_8;
  }

  /** ASCII is the same in every encoding in use. */
  static boolean canBeWritten(String name) {
    return UTF_8 || name.chars().allMatch(c -> c < 0x80);
  }
}
