package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Where the bytes of a new file go, in their order. */
sealed interface FileSink extends AutoCloseable {

  /** Takes all remaining bytes. */
  void write(ByteBuffer bytes) throws IOException;

  /** Brings what was taken to the file. */
  void finish() throws IOException;

  @Override
  void close();

  /** Through the page cache. */
  record Buffered(FileChannel channel) implements FileSink {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void finish() {
      // nothing is held back
    }

    @Override
    public void close() {
      // the channel is its opener's
    }
  }

  /** Past the page cache, in aligned pieces; the last is padded with zeros. */
  final class Direct implements FileSink {
    private final FileChannel channel;
    private final AlignedBuffers.Loan loan;
    private final ByteBuffer pending;

    Direct(FileChannel channel, AlignedBuffers buffers) throws IOException {
      this.channel = channel;
      this.loan = buffers.take();
      this.pending = loan.buffer();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        int count = Math.min(bytes.remaining(), pending.remaining());
        pending.put(pending.position(), bytes, bytes.position(), count);
        pending.position(pending.position() + count);
        bytes.position(bytes.position() + count);
        if (!pending.hasRemaining()) {
          flush();
        }
      }
    }

    @Override
    public void finish() throws IOException {
      if (pending.position() > 0) {
        while (pending.position() % AlignedBuffers.ALIGNMENT != 0) {
          pending.put((byte) 0);
        }
        flush();
      }
    }

    @Override
    public void close() {
      loan.close();
    }

    private void flush() throws IOException {
      pending.flip();
      while (pending.hasRemaining()) {
        channel.write(pending);
      }
      pending.clear();
    }
  }
}
