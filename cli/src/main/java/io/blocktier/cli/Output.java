package io.blocktier.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Standard output: buffered, UTF-8, and aware of a reader that went away. Thread-safe; lines do not
 * mix.
 *
 * <p>Every method throws {@link OutputClosedException} when nothing can be written any more.
 */
final class Output {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final OutputStream out;
  private final WritableByteChannel channel;
  private final boolean immediate;

  /** Prints to a stream, line by line where somebody watches. */
  Output(OutputStream out, boolean immediate) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.channel = Channels.newChannel(this.out);
    this.immediate = immediate;
  }

  synchronized void line(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      if (immediate) {
        out.flush();
      }
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }

  synchronized void bytes(ByteBuffer buffer) {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }

  synchronized void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }
}
