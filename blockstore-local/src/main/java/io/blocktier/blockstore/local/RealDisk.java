package io.blocktier.blockstore.local;

import com.sun.nio.file.ExtendedOpenOption;
import io.blocktier.blockstore.spi.SystemEffect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disk of this machine. */
final class RealDisk implements Disk {

  private static final Logger LOG = LoggerFactory.getLogger(RealDisk.class);
  private static final String ATTRIBUTE = "blocktier";

  /** Room for the attributes of a block without metadata, and for some. */
  private static final int USUAL_ATTRIBUTE_BYTES = 256;

  private final FileAttribute<Set<PosixFilePermission>> fileMode;
  private final FileAttribute<Set<PosixFilePermission>> directoryMode;
  private final AtomicBoolean directRefused = new AtomicBoolean();
  private final OpenOption direct;
  private final Executor executor;
  private final Optional<LinuxFiles> linux;

  /**
   * @param fileMode permissions of new files
   * @param directoryMode permissions of new directories
   * @param executor runs what must not be interrupted
   */
  RealDisk(int fileMode, int directoryMode, Executor executor) {
    this(fileMode, directoryMode, executor, LinuxFiles.find());
  }

  RealDisk(int fileMode, int directoryMode, Executor executor, Optional<LinuxFiles> linux) {
    this(fileMode, directoryMode, executor, directOption(), linux);
  }

  RealDisk(
      int fileMode,
      int directoryMode,
      Executor executor,
      OpenOption direct,
      Optional<LinuxFiles> linux) {
    this.linux = linux;
    this.executor = executor;
    this.direct = direct;
    this.fileMode = PosixFilePermissions.asFileAttribute(permissions(fileMode));
    this.directoryMode = PosixFilePermissions.asFileAttribute(permissions(directoryMode));
  }

  @Override
  public FileChannel create(Path file, Access access) throws IOException {
    Set<OpenOption> options = options(access);
    options.add(StandardOpenOption.CREATE_NEW);
    options.add(StandardOpenOption.WRITE);
    return PathErrors.translate(file, () -> open(file, options, fileMode));
  }

  @Override
  public FileChannel open(Path file, Access access) throws IOException {
    return PathErrors.translate(file, () -> open(file, options(access)));
  }

  @Override
  public FileChannel openToWrite(Path file, Access access) throws IOException {
    Set<OpenOption> options = options(access);
    options.add(StandardOpenOption.WRITE);
    return PathErrors.translate(file, () -> open(file, options));
  }

  @Override
  public void force(Path file, FileChannel channel) throws IOException {
    channel.force(true);
  }

  @Override
  public void forceAttribute(Path file) throws IOException {
    forceUninterrupted(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    forceUninterrupted(directory);
  }

  /**
   * On a thread that nobody interrupts. An interrupt would close the channel, the answer of the
   * kernel with it, and a second sync would not tell of a failure again.
   */
  private void forceUninterrupted(Path path) throws IOException {
    try {
      CompletableFuture.runAsync(() -> openAndForce(path), executor).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failed) {
        throw failed.getCause();
      }
      throw e;
    }
  }

  private static void openAndForce(Path path) {
    try (FileChannel channel =
        PathErrors.translate(path, () -> FileChannel.open(path, StandardOpenOption.READ))) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    PathErrors.translate(to, () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    Files.createLink(name, file);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    PathErrors.translate(directory, () -> Files.createDirectory(directory, directoryMode));
  }

  /** Files.delete() would also remove a block that has taken the name of the directory by now. */
  @Override
  public boolean deleteDirectory(Path directory) throws IOException {
    try (DirectoryStream<Path> above = Files.newDirectoryStream(directory.resolveSibling(""))) {
      if (above instanceof SecureDirectoryStream<Path> names) {
        names.deleteDirectory(directory.getFileName());
        return true;
      }
      return false;
    } catch (DirectoryNotEmptyException | NoSuchFileException | NotDirectoryException e) {
      return false;
    } catch (FileSystemException e) {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public boolean anyName(Path directory, NameTest test) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (test.accepts(String.valueOf(entry.getFileName()))) {
          return true;
        }
      }
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    }
  }

  @Override
  public @Nullable Glance glance(Path file) {
    return linux.isPresent() ? linux.get().open(file) : null;
  }

  @Override
  public @Nullable Status status(Path path) throws IOException {
    LinuxFiles.Found found = linux.isPresent() ? linux.get().status(path) : null;
    return found == null ? portableStatus(path) : found.status();
  }

  private static @Nullable Status portableStatus(Path path) throws IOException {
    try {
      BasicFileAttributes found = PathErrors.translate(path, () -> attributes(path));
      Kind kind =
          found.isRegularFile() ? Kind.FILE : found.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
      return new Status(kind, found.size(), found.lastModifiedTime().toMillis(), found.fileKey());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public byte @Nullable [] attribute(Path file) throws IOException {
    byte[] told = linux.isPresent() ? linux.get().attribute(file) : null;
    return told == null ? portableAttribute(file) : told;
  }

  private static byte @Nullable [] portableAttribute(Path file) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    try {
      return attribute(view, USUAL_ATTRIBUTE_BYTES);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException missingOrLonger) {
      return hasAttribute(file, view) ? attribute(view, BlockAttributes.MAX_BYTES) : null;
    }
  }

  private static byte[] attribute(UserDefinedFileAttributeView view, int room) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(room);
    view.read(ATTRIBUTE, value);
    byte[] bytes = new byte[value.flip().remaining()];
    value.get(bytes);
    return bytes;
  }

  /** The JDK tells a missing attribute, or one that no file can have here, by its message only. */
  private static boolean hasAttribute(Path file, UserDefinedFileAttributeView view)
      throws IOException {
    try {
      return view.list().contains(ATTRIBUTE);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) { // looked for last, for it reads the table of mounts
      if (PathErrors.translate(file, () -> keepsAttributes(file))) {
        throw e;
      }
      return false;
    }
  }

  private static boolean keepsAttributes(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class);
  }

  @Override
  public void setAttribute(Path file, byte[] value) throws IOException {
    if (linux.isEmpty() || !linux.get().setAttribute(file, value)) {
      view(file).write(ATTRIBUTE, ByteBuffer.wrap(value));
    }
  }

  @Override
  public Path real(Path path) throws IOException {
    return path.toRealPath();
  }

  @Override
  public long usableBytes(Path path) throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  /**
   * Opens a file, through the page cache where the file system refuses to go past it. The JDK tells
   * such a refusal from other errors by its message only; so it is one if the same without
   * succeeds.
   */
  private FileChannel open(Path file, Set<OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean wanted = options.contains(direct);
    if (wanted && directRefused.get()) {
      options.remove(direct);
      return FileChannel.open(file, options, attributes);
    }
    try {
      return FileChannel.open(file, options, attributes);
    } catch (NoSuchFileException | FileAlreadyExistsException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      if (!wanted) {
        throw e;
      }
      options.remove(direct);
      FileChannel buffered = FileChannel.open(file, options, attributes);
      if (directRefused.compareAndSet(false, true)) {
        LOG.warn("the file system of {} refuses direct I/O; the page cache is used", file);
      }
      return buffered;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @SystemEffect("nothing portable goes past the page cache")
  private static OpenOption directOption() {
    return ExtendedOpenOption.DIRECT;
  }

  private Set<OpenOption> options(Access access) {
    Set<OpenOption> options = new HashSet<>();
    options.add(StandardOpenOption.READ);
    options.add(LinkOption.NOFOLLOW_LINKS);
    if (access == Access.DIRECT) {
      options.add(direct);
    }
    return options;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromLowestBit = {
      PosixFilePermission.OTHERS_EXECUTE,
      PosixFilePermission.OTHERS_WRITE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_READ
    };
    for (int bit = 0; bit < fromLowestBit.length; bit++) {
      if ((mode >> bit & 1) == 1) {
        permissions.add(fromLowestBit[bit]);
      }
    }
    return permissions;
  }
}
