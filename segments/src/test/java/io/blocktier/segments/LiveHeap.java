package io.blocktier.segments;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** How much heap is really needed. */
public final class LiveHeap {

  /** A line of a histogram of classes: number, instances, bytes, name. */
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(?<bytes>\\d+)\\s+(?<name>.*)");

  private LiveHeap() {}

  /** Returns the bytes of all objects that can be reached, without what fills gaps between them. */
  public static long bytes() throws JMException {
    String[] noArguments = {};
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {noArguments},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> !line.group("name").contains("FillerElement"))
        .mapToLong(line -> Long.parseLong(line.group("bytes")))
        .sum();
  }
}
