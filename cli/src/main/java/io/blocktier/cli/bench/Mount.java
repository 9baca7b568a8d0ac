package io.blocktier.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a directory is, as the kernel tells it. Immutable.
 *
 * @param fileSystem its type, such as {@code ext4}
 * @param device what is mounted, such as {@code /dev/sda1}
 * @param point where
 * @param options of the mount and of the file system
 * @param turns whether the kernel takes the device for a rotating disk, where it says
 * @param writeCache what the kernel says of the device's own cache, such as {@code write back}
 */
public record Mount(
    String fileSystem,
    String device,
    String point,
    List<String> options,
    Optional<Boolean> turns,
    Optional<String> writeCache) {

  private static final Path KERNEL_MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path KERNEL_DEVICES = Path.of("/sys/dev/block");
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");
  private static final Set<String> ON_NETWORK =
      Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "ceph", "glusterfs", "lustre", "afs");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  /** Copies the options. */
  public Mount {
    options = List.copyOf(options);
  }

  /** Returns the mount of a directory of this machine; where there is no /proc, what Java knows. */
  static Mount of(Path directory) throws IOException {
    return Files.isReadable(KERNEL_MOUNTS)
        ? of(directory.toRealPath(), Files.readAllLines(KERNEL_MOUNTS), KERNEL_DEVICES)
            .orElse(unknown(directory))
        : unknown(directory);
  }

  /**
   * Returns the mount that a real path is on: of those above it the deepest, and the last there.
   */
  static Optional<Mount> of(Path real, List<String> mountInfo, Path devices) {
    Optional<String[]> found = Optional.empty();
    int depth = -1;
    for (String line : mountInfo) {
      String[] fields = line.split(" ", -1);
      Path point = Path.of(unescaped(fields[4]));
      if (real.startsWith(point) && point.getNameCount() >= depth) {
        depth = point.getNameCount();
        found = Optional.of(fields);
      }
    }
    return found.map(fields -> of(fields, devices));
  }

  private static Mount of(String[] fields, Path devices) {
    int dash = List.of(fields).indexOf("-");
    Path queue = queue(devices.resolve(fields[2]));
    return new Mount(
        fields[dash + 1],
        unescaped(fields[dash + 2]),
        unescaped(fields[4]),
        Stream.concat(Stream.of(fields[5].split(",")), Stream.of(fields[dash + 3].split(",")))
            .distinct()
            .toList(),
        text(queue.resolve("rotational")).map("1"::equals),
        text(queue.resolve("write_cache")));
  }

  private static Mount unknown(Path directory) throws IOException {
    return new Mount(
        Files.getFileStore(directory).type(),
        Files.getFileStore(directory).name(),
        directory.getRoot().toString(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** A partition has the queue of its disk. */
  private static Path queue(Path device) {
    Path own = device.resolve("queue");
    try {
      return Files.isDirectory(own) ? own : device.toRealPath().resolveSibling("queue");
    } catch (IOException e) {
      return own; // which then says nothing
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String unescaped(String field) {
    return ESCAPE
        .matcher(field)
        .replaceAll(match ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
  }

  boolean inMemory() {
    return IN_MEMORY.contains(fileSystem);
  }

  boolean onNetwork() {
    return ON_NETWORK.contains(fileSystem) || fileSystem.startsWith("fuse.");
  }

  boolean isLayer() {
    return fileSystem.equals("overlay");
  }

  /** Devices of virtual machines are called rotating whatever is behind them. */
  boolean surelyTurns() {
    String name = device.substring(device.lastIndexOf('/') + 1);
    boolean known = !device.startsWith("/dev/mapper/"); // what is beneath is not looked for
    return turns.orElse(false) && known && !name.matches("(vd|xvd|loop|dm-|md|rbd|nbd|zram).*");
  }

  boolean hasBarriersOff() {
    return options.contains("nobarrier") || options.contains("barrier=0");
  }

  boolean discardsAtOnce() {
    return options.stream()
        .anyMatch(option -> option.equals("discard") || option.equals("discard=sync"));
  }
}
