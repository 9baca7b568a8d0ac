package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.DurableLag;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** A file of each writer's own, written and forced. Nothing could be found in it. */
final class FileWriter implements BlockWriter {

  private static final long LEAST_BYTES = 1L << 20;

  private final List<FileChannel> files = new ArrayList<>();
  private final int blockBytes;
  private final int keysOfWriter;

  FileWriter(WriteCell cell) throws IOException {
    this.blockBytes = cell.blockBytes();
    this.keysOfWriter = cell.keysOfWriter();
    long bytes = Math.max(LEAST_BYTES, (long) keysOfWriter * blockBytes);
    for (int i = 0; i < cell.writers(); i++) {
      files.add(ZeroFilled.open(cell.directory().resolve("file-" + i), bytes));
    }
  }

  @Override
  public void write(int writer, int key, Payload block) throws IOException {
    FileChannel file = files.get(writer);
    long at = (long) (key % keysOfWriter) * blockBytes;
    while (block.buffer().hasRemaining()) {
      file.write(block.buffer(), at + block.buffer().position());
    }
    file.force(false);
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged, and goes nowhere else");
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }
}
