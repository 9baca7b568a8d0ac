package io.blocktier.blockstore.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * An open file of this machine, which no interrupt closes.
 *
 * <p>A {@link FileChannel} closes for everybody when one thread in it is interrupted. An {@link
 * AsynchronousFileChannel} does not, and on POSIX systems runs each call where its executor does:
 * here on the caller's thread, so that a call costs what it costs in a {@code FileChannel}.
 *
 * <p>Forcing blocks for long, though, and only a {@code FileChannel} lends the scheduler of virtual
 * threads another carrier meanwhile; without one, a thread that forces in a loop would starve all
 * others on a machine with one core. So a file that is written is opened twice, and forced through
 * its second, interruptible channel. If an interrupt takes that channel, and with it the answer of
 * the kernel, the first is asked: Linux reports a failure once to every open file, not once to all.
 */
final class SystemDiskFile implements DiskFile {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final CallerThread CALLER = new CallerThread();

  /** The JDK reads into a direct buffer first, and keeps one of the size of the read. */
  private static final int MAX_HEAP_READ_BYTES = 256 << 10;

  private final Path file;
  private final AsynchronousFileChannel channel;
  private final @Nullable FileChannel forcing;
  private final GatherBuffers buffers;
  private final PageCacheView pages;
  private final @Nullable RingFile ring;

  private SystemDiskFile(
      Path file,
      AsynchronousFileChannel channel,
      @Nullable FileChannel forcing,
      GatherBuffers buffers,
      @Nullable RingFile ring) {
    this.file = file;
    this.channel = channel;
    this.forcing = forcing;
    this.buffers = buffers;
    this.pages = new PageCacheView(forcing);
    this.ring = ring;
  }

  static DiskFile open(Path file, Disk.Mode mode, GatherBuffers buffers, ReadRings rings)
      throws IOException {
    AsynchronousFileChannel channel =
        mode == Disk.Mode.CREATE
            ? AsynchronousFileChannel.open(file, options(mode), CALLER, OWNER_ONLY)
            : AsynchronousFileChannel.open(file, options(mode), CALLER);
    try {
      FileChannel forcing = mode == Disk.Mode.READ ? null : openAgain(file);
      return new SystemDiskFile(file, channel, forcing, buffers, rings.open(file));
    } catch (IOException e) {
      channel.close();
      if (mode == Disk.Mode.CREATE) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  private static FileChannel openAgain(Path file) throws IOException {
    return FileChannel.open(file, options(Disk.Mode.WRITE));
  }

  private static Set<OpenOption> options(Disk.Mode mode) {
    Set<OpenOption> options =
        new HashSet<>(
            switch (mode) {
              case READ -> EnumSet.of(StandardOpenOption.READ);
              case WRITE -> EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
              case CREATE ->
                  EnumSet.of(
                      StandardOpenOption.READ,
                      StandardOpenOption.WRITE,
                      StandardOpenOption.CREATE_NEW);
            });
    options.add(LinkOption.NOFOLLOW_LINKS);
    return options;
  }

  @Override
  public boolean isInMemory(long position, int length) {
    return pages.has(position, length);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    int read = 0;
    while (target.hasRemaining()) {
      int count = readSome(target, position + read);
      if (count < 0) {
        break;
      }
      read += count;
    }
    return read;
  }

  private int readSome(ByteBuffer target, long position) throws IOException {
    if (target.isDirect() || target.remaining() <= MAX_HEAP_READ_BYTES) {
      return result(channel.read(target, position));
    }
    int limit = target.limit();
    target.limit(target.position() + MAX_HEAP_READ_BYTES);
    try {
      return result(channel.read(target, position));
    } finally {
      target.limit(limit);
    }
  }

  /** A virtual thread would keep its carrier in the kernel. */
  @Override
  public @Nullable DiskRead beginRead(int length, long position, DiskRead.Asking asking) {
    return ring == null || Thread.currentThread().isVirtual()
        ? null
        : ring.begin(length, position, asking);
  }

  @Override
  public void write(ByteBuffer[] sources, long position) throws IOException {
    ByteBuffer gathered = buffers.take();
    try {
      long next = position;
      for (ByteBuffer source : sources) {
        if (source.isDirect() && source.remaining() >= GatherBuffers.BUFFER_BYTES) {
          next = flush(gathered, next);
          next = writeAll(source, next);
        } else {
          next = gather(source, gathered, next);
        }
      }
      flush(gathered, next);
    } finally {
      buffers.give(gathered);
    }
  }

  private long gather(ByteBuffer source, ByteBuffer gathered, long position) throws IOException {
    long next = position;
    while (source.hasRemaining()) {
      if (!gathered.hasRemaining()) {
        next = flush(gathered, next);
      }
      int count = Math.min(source.remaining(), gathered.remaining());
      gathered.put(gathered.position(), source, source.position(), count);
      gathered.position(gathered.position() + count);
      source.position(source.position() + count);
    }
    return next;
  }

  private long flush(ByteBuffer gathered, long position) throws IOException {
    long next = writeAll(gathered.flip(), position);
    gathered.clear();
    return next;
  }

  private long writeAll(ByteBuffer source, long position) throws IOException {
    long next = position;
    while (source.hasRemaining()) {
      int count = result(channel.write(source, next));
      if (count <= 0) {
        throw new IOException("the system writes nothing more to " + file);
      }
      next += count;
    }
    return next;
  }

  /** The call has ended when its future is there. */
  private static int result(Future<Integer> call) throws IOException {
    if (call.state() == Future.State.SUCCESS) {
      return call.resultNow();
    }
    Throwable cause = call.exceptionNow();
    throw cause instanceof IOException failure ? failure : new IOException(cause);
  }

  @Override
  public void force() throws IOException {
    if (forcing != null && !Thread.currentThread().isInterrupted()) {
      try {
        forcing.force(false);
        return;
      } catch (ClosedChannelException lostAnswer) {
        // an interrupt closed it, now or earlier; the other channel knows as much
      }
    }
    channel.force(false);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void close() throws IOException {
    try (channel;
        pages;
        ring) {
      if (forcing != null) {
        forcing.close();
      }
    }
  }
}
