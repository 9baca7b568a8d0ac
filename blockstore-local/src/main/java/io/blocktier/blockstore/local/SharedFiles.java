package io.blocktier.blockstore.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What all processes that change one root share: byte-range locks, and counters in mapped memory.
 * Nothing in it has to survive a power cut. Not behind {@link Disk}, because only a real kernel
 * arbitrates between processes.
 *
 * <p>All stores of this process on one root have the same: the kernel drops every lock that a
 * process has on a file with the first of its channels that closes, whoever took the lock.
 */
final class SharedFiles implements AutoCloseable {

  private static final VarHandle COUNTER = ValueLayout.JAVA_LONG.varHandle();
  private static final long EPOCH = 0;
  private static final long UNKNOWN = -1;
  private static final long MOVES = Long.BYTES;
  private static final long COUNTERS_BYTES = 2 * Long.BYTES;

  private static final Map<Object, SharedFiles> OPEN = new HashMap<>();

  private final Object identity;
  private final FileChannel locks;
  private final Arena mapping;
  private final MemorySegment counters;
  private int users = 1;

  private SharedFiles(Object identity, FileChannel locks, Arena mapping, MemorySegment counters) {
    this.identity = identity;
    this.locks = locks;
    this.mapping = mapping;
    this.counters = counters;
  }

  /** Opens the files of a root, creating what is missing in its directory. */
  static SharedFiles open(Path directory) throws IOException {
    Object key =
        Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .fileKey();
    Object identity = Objects.requireNonNullElse(key, directory);
    synchronized (OPEN) {
      SharedFiles open = OPEN.get(identity);
      if (open != null) {
        open.users++;
        return open;
      }
      SharedFiles opened = open(identity, directory);
      OPEN.put(identity, opened);
      return opened;
    }
  }

  /** Last the locks: nothing may fail behind them, because closing them again is not harmless. */
  private static SharedFiles open(Object identity, Path directory) throws IOException {
    Arena mapping = Arena.ofShared();
    try (FileChannel file = shared(directory.resolve("epoch"))) {
      MemorySegment counters = file.map(FileChannel.MapMode.READ_WRITE, 0, COUNTERS_BYTES, mapping);
      return new SharedFiles(identity, shared(directory.resolve("locks")), mapping, counters);
    } catch (IOException | RuntimeException e) {
      mapping.close();
      throw e;
    }
  }

  private static FileChannel shared(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Takes a lock against other processes and other stores of this one, if it is free. */
  Optional<FileLock> tryLock(long position) throws IOException {
    try {
      return Optional.ofNullable(locks.tryLock(position, 1, false));
    } catch (OverlappingFileLockException heldInThisProcess) {
      return Optional.empty();
    }
  }

  /**
   * Returns a number that changes before and after each removal of a directory, and is odd between;
   * it is odd for a call that is still under way when the files were closed.
   */
  long epoch() {
    return counter(EPOCH);
  }

  /** Tells whether no directory was being removed when the number was read. */
  static boolean isSettled(long epoch) {
    return (epoch & 1) == 0;
  }

  /**
   * Tells everybody that a directory is being removed. One at a time, in all processes, does so.
   */
  void beginRemoval() {
    long even = (epoch() + 1) & ~1L; // it is odd already if somebody died before the end
    COUNTER.setVolatile(counters, EPOCH, even + 1);
  }

  /** Tells everybody that the directory has been removed, or stays. */
  void endRemoval() {
    COUNTER.getAndAdd(counters, EPOCH, 1L);
  }

  /** Returns a number that changes whenever somebody moves a block aside. */
  long moves() {
    return counter(MOVES);
  }

  private long counter(long offset) {
    try {
      return (long) COUNTER.getVolatile(counters, offset);
    } catch (IllegalStateException closed) {
      return UNKNOWN;
    }
  }

  /** Tells everybody that a block is about to be moved aside. */
  void nextMove() {
    COUNTER.getAndAdd(counters, MOVES, 1L);
  }

  /** Closes the files with the last store of this process that has them open. */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      users--;
      if (users == 0) {
        OPEN.remove(identity);
        mapping.close(); // the file system cannot be unmounted as long as it is there
        locks.close();
      }
    }
  }
}
