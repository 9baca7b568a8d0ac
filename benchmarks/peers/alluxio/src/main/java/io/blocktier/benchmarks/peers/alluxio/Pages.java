package io.blocktier.benchmarks.peers.alluxio;

import alluxio.client.file.cache.CacheManager;
import alluxio.client.file.cache.PageId;
import io.blocktier.benchmarks.reads.BlockReader;
import io.blocktier.benchmarks.reads.ReadCell;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Blocks by number in the pages of one file, of which Alluxio reads the part that is asked for. */
final class Pages implements BlockReader {

  private static final String FILE = "blocks";

  private final CacheManager cache;
  private final int blocksOfPage;
  private final ByteBuffer page;
  private int pages;

  Pages(CacheManager cache, int pageBytes) {
    this.cache = cache;
    this.blocksOfPage = pageBytes / ReadCell.BLOCK;
    this.page = ByteBuffer.allocate(pageBytes);
  }

  /** Blocks come in order, and a page is kept as a whole. */
  @Override
  public void load(int key, byte[] block) throws IOException {
    page.put(block);
    if (!page.hasRemaining()) {
      keep();
    }
  }

  @Override
  public void loaded() throws IOException {
    if (page.position() > 0) {
      keep();
    }
  }

  private void keep() throws IOException {
    byte[] bytes = new byte[page.flip().remaining()];
    page.get(bytes).clear();
    if (!cache.put(new PageId(FILE, pages), bytes)) {
      throw new IOException("page " + pages + " was not taken");
    }
    pages++;
  }

  @Override
  public void read(int key, ByteBuffer target) throws IOException {
    PageId id = new PageId(FILE, key / blocksOfPage);
    int offset = key % blocksOfPage * ReadCell.BLOCK;
    int length = cache.get(id, offset, ReadCell.BLOCK, target.array(), target.arrayOffset());
    if (length != ReadCell.BLOCK) {
      throw new IOException("block " + key + " is lost");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      cache.close();
    } catch (Exception e) {
      throw new IOException("the cache of Alluxio does not close", e);
    }
  }
}
