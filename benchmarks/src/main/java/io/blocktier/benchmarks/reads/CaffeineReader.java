package io.blocktier.benchmarks.reads;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Caffeine, bounded by bytes, over one file that has all blocks by number: no index is needed. */
final class CaffeineReader implements BlockReader {

  private final Cache<String, byte[]> cache;
  private final FileChannel file;
  private final String[] names;

  CaffeineReader(ReadCell cell) throws IOException {
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cell.memory())
            .weigher((String _, byte[] block) -> block.length)
            .build();
    this.file =
        FileChannel.open(
            cell.directory().resolve("blocks"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    this.names = new String[cell.blocks()];
  }

  @Override
  public void load(int key, byte[] block) throws IOException {
    names[key] = ReadCell.name(key);
    file.write(ByteBuffer.wrap(block), (long) key * ReadCell.BLOCK);
  }

  @Override
  public void loaded() throws IOException {
    file.force(false);
  }

  @Override
  public void read(int key, ByteBuffer target) throws IOException {
    byte[] block = cache.getIfPresent(names[key]);
    if (block == null) {
      block = new byte[ReadCell.BLOCK];
      ByteBuffer bytes = ByteBuffer.wrap(block);
      while (bytes.hasRemaining()) {
        file.read(bytes, (long) key * ReadCell.BLOCK + bytes.position());
      }
      cache.put(names[key], block);
    }
    target.put(block);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
