package io.blocktier.torture;

import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param threads threads of the platform
 * @param files open files
 * @param directBytes memory outside the heap
 */
record Resources(long threads, long files, long directBytes) {

  /** A thread of the JDK's own may come, with a buffer of its own. */
  private static final int SPARE_THREADS = 4;

  private static final int SPARE_FILES = 2;
  private static final long SPARE_BYTES = 8 << 20;
  private static final int LOOKS = 60;
  private static final Duration PAUSE = Duration.ofMillis(250);

  static Resources now() throws IOException {
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return new Resources(countThreads(), openFiles(), direct);
  }

  /** Without those of the JDK that carry virtual threads and wait for processes: they linger. */
  private static long countThreads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .map(ThreadInfo::getThreadName)
        .filter(name -> !name.startsWith("ForkJoinPool-") && !name.equals("process reaper"))
        .count();
  }

  /** Without jars, which class loaders open when they need them, and keep. */
  private static long openFiles() throws IOException {
    Path self = Path.of("/proc/self/fd");
    if (!Files.isDirectory(self)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(self)) {
      return files.filter(file -> !isJar(file)).count();
    }
  }

  private static boolean isJar(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().endsWith(".jar");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  /**
   * Looks, for a while, whether everything taken since was given back; threads of the JDK and
   * memory that only a collection frees take a moment.
   *
   * @return what was not
   */
  List<String> missing(Effects effects) throws IOException, InterruptedException {
    List<String> kept = List.of();
    for (int look = 0; look < LOOKS; look++) {
      kept = kept();
      if (kept.isEmpty()) {
        return kept;
      }
      ManagementFactory.getMemoryMXBean().gc();
      effects.sleeper().sleep(PAUSE);
    }
    return kept;
  }

  private List<String> kept() throws IOException {
    Resources now = now();
    List<String> kept = new ArrayList<>();
    compare(kept, "threads", threads + SPARE_THREADS, now.threads);
    compare(kept, "open files", files + SPARE_FILES, now.files);
    compare(kept, "bytes of direct memory", directBytes + SPARE_BYTES, now.directBytes);
    return kept;
  }

  private static void compare(List<String> kept, String what, long most, long now) {
    if (now > most) {
      kept.add(now + " " + what + " are left, where at most " + most + " may be");
    }
  }
}
