package io.blocktier.blockstore.local;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at files by the kernel's own calls, one where the JDK's take three. Whatever is not usual,
 * errors included, gets no answer here: whoever asked then goes the portable way, which knows what
 * to make of it. Nothing here follows a symbolic link that a name ends in. Thread-safe.
 */
final class LinuxFiles {

  private static final String ATTRIBUTE = "user.blocktier";

  /** Room for the attributes of objects; longer ones are read the portable way. */
  private static final int ATTRIBUTE_BYTES = 1024;

  private static final int STATUS_BYTES = 256;
  private static final int HOW_BYTES = 24;
  private static final int AT_FDCWD = -100;
  private static final int NO_FOLLOW = 0x100;
  private static final int EMPTY_PATH = 0x1000;
  private static final int BASIC_STATUS = 0x7ff;
  private static final int NO_SUCH_FILE = 2;

  /** To read; handed to no other program; without waiting, should it be a pipe. */
  private static final long OPEN_FLAGS = 02_000_000 | 04_000;

  private static final long NO_SYMBOLIC_LINKS = 4;
  private static final long OPENAT2 = 437;

  private static final int KIND = 0170000;
  private static final int FILE = 0100000;
  private static final int DIRECTORY = 0040000;

  private static final LinuxFiles INSTANCE = new LinuxFiles();

  private LinuxFiles() {}

  /**
   * Returns the calls where this is a Linux that they are known of, and where the JVM was started
   * with native access for this module, so that nobody is warned of what he did not ask for.
   */
  static Optional<LinuxFiles> find() {
    boolean known =
        System.getProperty("os.name", "").equals("Linux")
            && switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
              case "amd64", "aarch64" -> true;
              default -> false;
            };
    boolean allowed = LinuxFiles.class.getModule().isNativeAccessEnabled();
    return known && allowed && FileNames.isUtf8() && LinuxCalls.areThere()
        ? Optional.of(INSTANCE)
        : Optional.empty();
  }

  /**
   * What a path leads to.
   *
   * @param status null where nothing is there
   */
  record Found(Disk.@Nullable Status status) {}

  /** Looks at a path; null for no answer. */
  @Nullable Found status(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(STATUS_BYTES, Long.BYTES);
      MemorySegment error = arena.allocate(LinuxCalls.ERROR);
      int result =
          LinuxCalls.status(
              error,
              AT_FDCWD,
              arena.allocateFrom(path.toString()),
              NO_FOLLOW,
              BASIC_STATUS,
              status);
      if (result != 0) {
        return LinuxCalls.errorIn(error) == NO_SUCH_FILE ? new Found(null) : null;
      }
      return new Found(status(status));
    }
  }

  private static Disk.Status status(MemorySegment found) {
    int mode = mode(found);
    Disk.Kind kind =
        (mode & KIND) == FILE
            ? Disk.Kind.FILE
            : (mode & KIND) == DIRECTORY ? Disk.Kind.DIRECTORY : Disk.Kind.OTHER;
    long modifiedMillis = 1000 * found.get(JAVA_LONG, 112) + found.get(JAVA_INT, 120) / 1_000_000;
    return new Disk.Status(kind, size(found), modifiedMillis, identity(found));
  }

  private static int mode(MemorySegment found) {
    return Short.toUnsignedInt(found.get(JAVA_SHORT, 28));
  }

  private static long size(MemorySegment found) {
    return found.get(JAVA_LONG, 40);
  }

  private static Identity identity(MemorySegment found) {
    return new Identity(
        found.get(JAVA_INT, 136), found.get(JAVA_INT, 140), found.get(JAVA_LONG, 32));
  }

  /** What tells files apart, spelled as the JDK does: versions are made of the text. */
  private record Identity(int major, int minor, long number) {
    @Override
    public String toString() {
      long high = Integer.toUnsignedLong(major);
      long low = Integer.toUnsignedLong(minor);
      long device =
          (high & 0xffff_f000L) << 32
              | (high & 0xfffL) << 8
              | (low & 0xffff_ff00L) << 12
              | (low & 0xffL);
      return "(dev=" + Long.toHexString(device) + ",ino=" + number + ')';
    }
  }

  /** Returns the store's attribute of a file; null for no answer. */
  byte @Nullable [] attribute(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(ATTRIBUTE_BYTES);
      MemorySegment path = arena.allocateFrom(file.toString());
      long length =
          LinuxCalls.attribute(path, arena.allocateFrom(ATTRIBUTE), value, ATTRIBUTE_BYTES);
      return length < 0 ? null : bytes(value, length);
    }
  }

  /** Sets the store's attribute of a file; false where it is not set. */
  boolean setAttribute(Path file, byte[] value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, value);
      MemorySegment path = arena.allocateFrom(file.toString());
      return LinuxCalls.setAttribute(path, arena.allocateFrom(ATTRIBUTE), bytes, value.length) == 0;
    }
  }

  private static byte[] bytes(MemorySegment value, long length) {
    byte[] bytes = new byte[(int) length];
    MemorySegment.copy(value, JAVA_BYTE, 0, bytes, 0, bytes.length);
    return bytes;
  }

  /** Opens a file with an attribute to which no symbolic link leads; null for no answer. */
  Disk.@Nullable Glance open(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment how = arena.allocate(HOW_BYTES, Long.BYTES);
      how.set(JAVA_LONG, 0, OPEN_FLAGS);
      how.set(JAVA_LONG, 16, NO_SYMBOLIC_LINKS);
      int descriptor =
          LinuxCalls.open(OPENAT2, AT_FDCWD, arena.allocateFrom(file.toString()), how, HOW_BYTES);
      return descriptor < 0 ? null : look(file, descriptor, arena);
    }
  }

  /** The bytes are counted first: an append changes the attribute before it adds any. */
  private static @Nullable OpenFile look(Path file, int descriptor, Arena arena) {
    MemorySegment status = arena.allocate(STATUS_BYTES, Long.BYTES);
    MemorySegment error = arena.allocate(LinuxCalls.ERROR);
    MemorySegment nothing = arena.allocate(1);
    int result = LinuxCalls.status(error, descriptor, nothing, EMPTY_PATH, BASIC_STATUS, status);
    if (result == 0 && (mode(status) & KIND) == FILE) {
      MemorySegment value = arena.allocate(ATTRIBUTE_BYTES);
      long length =
          LinuxCalls.attributeOfOpen(
              descriptor, arena.allocateFrom(ATTRIBUTE), value, ATTRIBUTE_BYTES);
      if (length >= 0) {
        return new OpenFile(file, descriptor, size(status), bytes(value, length));
      }
    }
    LinuxCalls.close(descriptor);
    return null;
  }

  /** For one thread. */
  private static final class OpenFile implements Disk.Glance {

    private final Path file;
    private final int descriptor;
    private final long fileBytes;
    private final byte[] attribute;

    private OpenFile(Path file, int descriptor, long fileBytes, byte[] attribute) {
      this.file = file;
      this.descriptor = descriptor;
      this.fileBytes = fileBytes;
      this.attribute = attribute;
    }

    @Override
    public long fileBytes() {
      return fileBytes;
    }

    @Override
    public byte[] attribute() {
      return attribute;
    }

    @Override
    public int read(ByteBuffer target, long position) throws Disk.UnreadException {
      long count =
          LinuxCalls.read(descriptor, MemorySegment.ofBuffer(target), target.remaining(), position);
      if (count < 0) {
        throw new Disk.UnreadException(file);
      }
      target.position(target.position() + (int) count);
      return count == 0 ? -1 : (int) count;
    }

    @Override
    public void close() {
      LinuxCalls.close(descriptor);
    }
  }
}
