package io.blocktier.blockstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a write: buffers in memory, or a source that can be opened again. A store may read
 * it more than once and always from byte 0, so that a retry never sends the rest of a half-read
 * stream (a retry that reused a stream has lost parts in other libraries).
 *
 * <p>A content does not copy: until the write returns, nobody may change the bytes. Thread-safe as
 * long as that holds.
 */
public sealed interface Content {

  /**
   * Returns the number of bytes.
   *
   * @return 0 or more
   */
  long length();

  /**
   * Returns the checksum of all bytes where the caller knows it already. A store then uses it
   * instead of computing one, and the bytes are checked against it where they arrive.
   *
   * @return the checksum, or empty if the store has to compute it
   */
  Optional<Crc32c> checksum();

  /**
   * Returns this content with its checksum attached.
   *
   * @param crc the CRC-32C of all bytes
   * @return the same bytes with it
   */
  Content withChecksum(Crc32c crc);

  /**
   * Opens the bytes for reading from the first on. The caller closes the stream.
   *
   * @return a stream of {@link #length()} bytes
   * @throws IOException if the source cannot be opened
   */
  InputStream open() throws IOException;

  /**
   * Returns content of the remaining bytes of buffers, in their order. Nothing is copied and the
   * buffers' positions do not move.
   *
   * @param buffers the bytes
   * @return the content
   */
  static Content of(ByteBuffer... buffers) {
    return new Buffers(List.of(buffers), Optional.empty());
  }

  /**
   * Returns content of an array, which is not copied.
   *
   * @param bytes the bytes
   * @return the content
   */
  static Content of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /**
   * Returns content that a source delivers.
   *
   * @param length the number of bytes, 0 or more; a source that delivers another number makes the
   *     write fail with {@link InvalidRequestException}
   * @param opener opens the source at byte 0, as often as it is asked to
   * @return the content
   * @throws IllegalArgumentException if the length is negative
   */
  static Content source(long length, Opener opener) {
    return new Source(length, opener, Optional.empty());
  }

  /** Opens a source at its first byte, any number of times, from any thread. */
  @FunctionalInterface
  interface Opener {

    /**
     * Opens the source.
     *
     * @return a new stream at byte 0, which the caller closes
     * @throws IOException if the source cannot be opened
     */
    InputStream open() throws IOException;
  }

  /**
   * Bytes in memory.
   *
   * @param views views whose positions never move; nobody writes into them (they are not made
   *     read-only, because the JDK checksums a read-only heap buffer only through a copy)
   * @param checksum the checksum of all bytes, if known
   */
  record Buffers(List<ByteBuffer> views, Optional<Crc32c> checksum) implements Content {

    /** Takes views of the remaining bytes. */
    public Buffers {
      ByteBuffer[] own = views.toArray(ByteBuffer[]::new);
      for (int i = 0; i < own.length; i++) {
        own[i] = own[i].duplicate();
      }
      views = List.of(own);
    }

    @Override
    public long length() {
      long length = 0;
      for (ByteBuffer view : views) {
        length += view.remaining();
      }
      return length;
    }

    /**
     * Returns buffers to consume, for a gathering write: positions move, the content does not.
     *
     * @return new views of the bytes
     */
    public ByteBuffer[] duplicates() {
      ByteBuffer[] buffers = views.toArray(ByteBuffer[]::new);
      for (int i = 0; i < buffers.length; i++) {
        buffers[i] = buffers[i].duplicate();
      }
      return buffers;
    }

    /**
     * Returns a part of the bytes, without copying and without a checksum.
     *
     * @param range the part; has to lie within the content
     * @return the part
     * @throws IndexOutOfBoundsException if the range reaches beyond the end
     */
    public Buffers slice(ByteRange range) {
      List<ByteBuffer> parts = new ArrayList<>();
      long skip = range.offset();
      long left = range.length();
      for (ByteBuffer view : views) {
        int from = (int) Math.min(skip, view.remaining());
        int take = (int) Math.min(left, view.remaining() - from);
        if (take > 0) {
          parts.add(view.slice(view.position() + from, take));
        }
        skip -= from;
        left -= take;
      }
      if (left > 0) {
        throw new IndexOutOfBoundsException(range + " of content of " + length() + " bytes");
      }
      return new Buffers(parts, Optional.empty());
    }

    @Override
    public Content withChecksum(Crc32c crc) {
      return new Buffers(views, Optional.of(crc));
    }

    @Override
    public InputStream open() {
      return new BufferInputStream(duplicates());
    }
  }

  /**
   * Bytes from a source that can be opened again.
   *
   * @param length the number of bytes
   * @param opener opens the source at byte 0
   * @param checksum the checksum of all bytes, if known
   */
  record Source(long length, Opener opener, Optional<Crc32c> checksum) implements Content {

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Source {
      if (length < 0) {
        throw new IllegalArgumentException("content has length " + length);
      }
    }

    @Override
    public Content withChecksum(Crc32c crc) {
      return new Source(length, opener, Optional.of(crc));
    }

    @Override
    public InputStream open() throws IOException {
      return opener.open();
    }
  }
}
