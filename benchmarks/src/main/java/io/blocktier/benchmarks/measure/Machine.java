package io.blocktier.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the machine is that measures. */
public final class Machine {

  private Machine() {}

  /**
   * Describes this machine.
   *
   * @param directory on the disk that is measured
   * @return what there is to know, by what it is called, in order
   * @throws IOException if the directory is not there
   */
  public static Map<String, String> describe(Path directory) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "machine",
        String.format(
            Locale.ROOT,
            "%d cores of %s, %s of memory",
            Runtime.getRuntime().availableProcessors(),
            line("/proc/cpuinfo", "model name", "an unknown processor"),
            line("/proc/meminfo", "MemTotal", "an unknown amount")));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("file system", Files.getFileStore(directory).type());
    facts.put(
        "JDK",
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
    facts.put("load before", load());
    return facts;
  }

  /** Returns how many want the processors: of the last minute, five and fifteen. */
  public static String load() throws IOException {
    Path load = Path.of("/proc/loadavg");
    if (!Files.isReadable(load)) {
      return "not known";
    }
    String[] numbers = Files.readString(load).split(" ", -1);
    return numbers[0] + ", " + numbers[1] + ", " + numbers[2];
  }

  private static String line(String file, String label, String otherwise) throws IOException {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      return otherwise;
    }
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(label))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(otherwise);
    }
  }
}
