package io.blocktier.benchmarks.measure;

import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which version of a library is on the class path, by the name of its jar. */
public final class Versions {

  private static final Pattern JAR = Pattern.compile(".*?-(\\d[^/]*)\\.jar");

  private Versions() {}

  /**
   * Tells where a class is from.
   *
   * @param type any class of the library
   * @return its version, or {@code of this tree} for classes that were compiled here
   */
  public static String of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      return System.getProperty("java.version", "");
    }
    String file =
        String.valueOf(Path.of(URI.create(source.getLocation().toString())).getFileName());
    Matcher jar = JAR.matcher(file);
    return jar.matches() && !type.getName().startsWith("io.blocktier.")
        ? jar.group(1)
        : "of this tree";
  }
}
