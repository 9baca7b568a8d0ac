package io.blocktier.cli;

import io.blocktier.blockstore.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Standard input, kept so that it can be read again: in memory as long as it is small, else in a
 * temporary file, which closing removes.
 */
final class ByteSpool implements AutoCloseable {

  static final int MEMORY_BYTES = 8 << 20;

  private final byte[] head;
  private final @Nullable Path file;
  private final long length;

  private ByteSpool(byte[] head, @Nullable Path file, long length) {
    this.head = head;
    this.file = file;
    this.length = length;
  }

  /** Reads a stream to its end. */
  static ByteSpool of(InputStream in) throws IOException {
    byte[] head = in.readNBytes(MEMORY_BYTES);
    return head.length < MEMORY_BYTES ? new ByteSpool(head, null, head.length) : toFile(head, in);
  }

  Content content() {
    Path spooled = file;
    return spooled == null
        ? Content.of(ByteBuffer.wrap(head))
        : Content.source(length, () -> Files.newInputStream(spooled));
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  private static ByteSpool toFile(byte[] head, InputStream in) throws IOException {
    Path file = Files.createTempFile("blocktier-", ".tmp");
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      out.write(head);
      return new ByteSpool(new byte[0], file, head.length + copy(in, head, out));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Looks for an interrupt itself: a file takes bytes in spite of one. */
  private static long copy(InputStream in, byte[] buffer, OutputStream out) throws IOException {
    long total = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      out.write(buffer, 0, count);
      total += count;
    }
    return total;
  }
}
