package io.blocktier.blockstore.spi;

import java.lang.foreign.Linker;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rings of one disk, which are there as long as one of its files is. Thread-safe. */
final class ReadRings {

  /** More reads at a time are left to threads. */
  static final int MAX_RINGS = 32;

  private final boolean known = areKnown();
  private final Deque<ReadRing> idle = new ArrayDeque<>(MAX_RINGS);
  private boolean refused;
  private int rings;
  private int files;

  /**
   * Tells whether this is a Linux that the calls are known of, and whether the JVM was started with
   * native access for this module, so that nobody is warned of what he did not ask for. The kernel
   * may refuse them nevertheless.
   */
  private static boolean areKnown() {
    return System.getProperty("os.name", "").equals("Linux")
        && switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
          case "amd64", "aarch64" -> true;
          default -> false;
        }
        && ReadRings.class.getModule().isNativeAccessEnabled()
        && Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
            .equals(StandardCharsets.UTF_8)
        && Stream.of("syscall", "mmap", "munmap", "open", "close")
            .allMatch(name -> Linker.nativeLinker().defaultLookup().find(name).isPresent());
  }

  /** Opens a file that is there to read it by rings; null where that is not to be had. */
  @Nullable RingFile open(Path file) {
    if (!known || !remember()) {
      return null;
    }
    int descriptor = LinuxReads.open(file);
    if (descriptor < 0) {
      forget();
      return null;
    }
    return new RingFile(file, descriptor, this);
  }

  /** Counts a file, if the kernel gives rings: the first one tells. */
  private synchronized boolean remember() {
    ReadRing first = rings == 0 && !refused ? make() : null;
    if (first != null) {
      idle.push(first);
    }
    files += refused ? 0 : 1;
    return !refused;
  }

  private @Nullable ReadRing make() {
    ReadRing ring = ReadRing.create(this);
    refused = ring == null;
    rings += refused ? 0 : 1;
    return ring;
  }

  /** Forgets a file, and ends the rings with the last one. */
  synchronized void forget() {
    files--;
    while (files == 0 && !idle.isEmpty()) {
      end(idle.pop());
    }
  }

  /** Returns a ring, or null if there is none, or all are in use. */
  synchronized @Nullable ReadRing take() {
    ReadRing ring = idle.poll();
    return ring != null || refused || rings == MAX_RINGS ? ring : make();
  }

  /** Takes a ring back, whose file is open still. */
  synchronized void give(ReadRing ring) {
    idle.push(ring);
  }

  /** Ends a ring, with which no read is under way. */
  synchronized void end(ReadRing ring) {
    ring.destroy();
    rings--;
  }
}
