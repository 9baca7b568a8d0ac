package io.blocktier.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What this process has taken so far, with those that it started and waited for, and what the disk
 * was given. Of what Linux alone tells, there is nothing elsewhere. Immutable.
 *
 * @param cpuSeconds processor time of user and system
 * @param allocatedBytes what was allocated on the heap, by whatever thread
 * @param writtenBytes what the disk was given, by whoever: what Linux tells of a process counts
 *     each large folio that it touches as a whole
 * @param peakBytes the most that was resident of this process at a time
 */
public record ProcessFigures(
    double cpuSeconds, long allocatedBytes, Optional<Long> writtenBytes, long peakBytes) {

  private static final int CHILDREN_USER = 13; // fields behind the name, which is in parentheses
  private static final int CHILDREN_SYSTEM = 14;
  private static final int SECTORS_WRITTEN = 6;
  private static final long SECTOR = 512;
  private static final double TICKS = 100; // USER_HZ, which is a constant to programs

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Looks at this process.
   *
   * @param directory on the disk that is measured
   * @return what it has taken until now
   * @throws IOException if the system does not say
   */
  public static ProcessFigures now(Path directory) throws IOException {
    return new ProcessFigures(
        SYSTEM.getProcessCpuTime() / 1e9 + ofChildren(),
        THREADS.getTotalThreadAllocatedBytes(),
        writtenTo(directory),
        peakOf("self"));
  }

  /** Directories of file systems without a disk of their own have no such file. */
  private static Optional<Long> writtenTo(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    long device = ((Number) Files.getAttribute(directory, "unix:dev")).longValue();
    long major = (device >> 8) & 0xfff;
    long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
    Path stat = Path.of("/sys/dev/block", major + ":" + minor, "stat");
    if (!Files.isReadable(stat)) {
      return Optional.empty();
    }
    String[] fields = Files.readString(stat).strip().split("\\s+", -1);
    return Optional.of(Long.parseLong(fields[SECTORS_WRITTEN]) * SECTOR);
  }

  /**
   * Tells the most memory of a process.
   *
   * @param process its number, or {@code self}
   * @return bytes, 0 where it is gone or the system does not say
   */
  public static long peakOf(String process) {
    try {
      return number(Path.of("/proc", process, "status"), "VmHWM:", 1L << 10);
    } catch (IOException gone) {
      return 0; // it ended between the opening of its file and the reading
    }
  }

  private static double ofChildren() throws IOException {
    Path stat = Path.of("/proc/self/stat");
    if (!Files.isReadable(stat)) {
      return 0;
    }
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]))
        / TICKS;
  }

  private static long number(Path file, String label, long unit) throws IOException {
    if (!Files.isReadable(file)) {
      return 0;
    }
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(label)) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * unit;
      }
    }
    return 0;
  }
}
