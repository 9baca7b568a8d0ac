package io.blocktier.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A file that appears under its name only when it is complete. Until then its bytes are in a file
 * beside it, which closing removes. For one thread.
 */
final class FileTarget implements Download.Sink, AutoCloseable {

  private final Path target;
  private final Path partial;
  private final boolean replace;
  private final FileChannel channel;

  /**
   * Starts a file.
   *
   * @param target its name
   * @param replace whether a file of that name goes
   * @throws FileAlreadyExistsException if there is something of that name that stays
   */
  FileTarget(Path target, boolean replace, RandomGenerator random) throws IOException {
    this.target = target;
    this.replace = replace;
    this.partial =
        target.resolveSibling(
            ".blocktier-" + HexFormat.of().toHexDigits(random.nextLong()) + ".tmp");
    requireFree();
    this.channel = create(partial);
  }

  private static FileChannel create(Path partial) throws IOException {
    try {
      return FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(String.valueOf(partial.toAbsolutePath().getParent()));
    }
  }

  @Override
  public boolean restart() throws IOException {
    channel.truncate(0);
    channel.position(0);
    return true;
  }

  @Override
  public void write(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Gives the file its name. */
  void commit() throws IOException {
    channel.close();
    if (replace) {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.move(partial, target);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(partial);
  }

  private void requireFree() throws FileAlreadyExistsException {
    boolean taken =
        replace ? Files.isDirectory(target) : Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (taken) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }
}
