package io.blocktier.blockstore.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The disk of this machine. What it creates is for the owner of the process only. */
final class SystemDisk implements Disk {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Executor executor;
  private final GatherBuffers buffers = new GatherBuffers();
  private final ReadRings rings = new ReadRings();

  /**
   * @param executor runs what must not be interrupted
   * @throws UnsupportedOperationException where names cannot be forced
   */
  SystemDisk(Executor executor) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      throw new UnsupportedOperationException("names are forced on POSIX systems only");
    }
    this.executor = executor;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public DiskFile open(Path file, Mode mode) throws IOException {
    return SystemDiskFile.open(file, mode, buffers, rings);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  /**
   * On a thread that nobody interrupts. An interrupt would close the channel, the answer of the
   * kernel with it, and a second sync would not tell of a failure again.
   */
  @Override
  public void forceDirectory(Path directory) throws IOException {
    try {
      CompletableFuture.runAsync(() -> openAndForce(directory), executor).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failed) {
        throw failed.getCause();
      }
      throw e;
    } catch (RejectedExecutionException e) {
      throw new IOException("not forced, the executor is shut down: " + directory, e);
    }
  }

  private static void openAndForce(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public Optional<Lock> tryLock(Path file) throws IOException {
    return SystemLocks.tryLock(file);
  }
}
