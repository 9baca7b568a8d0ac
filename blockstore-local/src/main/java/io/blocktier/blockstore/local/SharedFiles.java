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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What all processes that change one root share: byte-range locks, and an epoch in mapped memory.
 * Nothing in it has to survive a power cut. Not behind {@link Disk}, because only a real kernel
 * arbitrates between processes.
 */
final class SharedFiles implements AutoCloseable {

  private static final VarHandle EPOCH = ValueLayout.JAVA_LONG.varHandle();

  private final FileChannel locks;
  private final MemorySegment epoch;

  private SharedFiles(FileChannel locks, MemorySegment epoch) {
    this.locks = locks;
    this.epoch = epoch;
  }

  /** Opens the files of a root, creating what is missing. */
  static SharedFiles open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel locks = shared(directory.resolve("locks"));
    try (FileChannel file = shared(directory.resolve("epoch"))) {
      return new SharedFiles(
          locks, file.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES, Arena.ofAuto()));
    } catch (IOException e) {
      locks.close();
      throw e;
    }
  }

  private static FileChannel shared(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
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
   * Returns a number that changes whenever somebody is about to remove a directory or to move a
   * block aside.
   */
  long epoch() {
    return (long) EPOCH.getVolatile(epoch, 0L);
  }

  /** Tells everybody that names are about to change, or have changed. */
  void nextEpoch() {
    EPOCH.getAndAdd(epoch, 0L, 1L);
  }

  @Override
  public void close() throws IOException {
    locks.close();
  }
}
