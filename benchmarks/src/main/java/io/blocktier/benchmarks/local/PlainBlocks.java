package io.blocktier.benchmarks.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is written down first: a file written in its place, and forced. Torn by a power cut. */
final class PlainBlocks implements LocalBlocks {

  private final Path directory;

  PlainBlocks(LocalCell cell) {
    this.directory = cell.directory();
  }

  private Path path(int block) {
    return directory.resolve("block-" + block);
  }

  @Override
  public void write(int block, byte[] bytes) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            path(block),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        file.write(left);
      }
      file.force(true);
    }
  }

  @Override
  public void read(int block, ByteBuffer target) throws IOException {
    try (FileChannel file = FileChannel.open(path(block))) {
      while (target.hasRemaining() && file.read(target) >= 0) {}
    }
  }

  @Override
  public void close() {}
}
