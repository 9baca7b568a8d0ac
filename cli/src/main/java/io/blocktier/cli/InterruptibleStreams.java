package io.blocktier.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Streams over channels of files, pipes and terminals: an interrupt wakes a thread that waits in
 * them, which the streams of {@code java.io} do not do. The channels hide that they are files,
 * because the streams of the JDK ask files for positions, which pipes do not have.
 */
final class InterruptibleStreams {

  private InterruptibleStreams() {}

  static InputStream input(FileChannel channel) {
    return Channels.newInputStream(
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer target) throws IOException {
            return channel.read(target);
          }

          @Override
          public boolean isOpen() {
            return channel.isOpen();
          }

          @Override
          public void close() throws IOException {
            channel.close();
          }
        });
  }

  static OutputStream output(FileChannel channel) {
    return Channels.newOutputStream(
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
          }

          @Override
          public boolean isOpen() {
            return channel.isOpen();
          }

          @Override
          public void close() throws IOException {
            channel.close();
          }
        });
  }
}
