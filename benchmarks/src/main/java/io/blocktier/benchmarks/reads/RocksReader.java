package io.blocktier.benchmarks.reads;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** RocksDB with a block cache as large as the memory of the others. */
final class RocksReader implements BlockReader {

  private static final int BITS_OF_BLOOM = 10;

  static {
    RocksDB.loadLibrary(); // the cache is made before a database is opened
  }

  private final Cache memory;
  private final BloomFilter bloom = new BloomFilter(BITS_OF_BLOOM, false);
  private final Options options;
  private final RocksDB database;
  private final byte[][] names;

  RocksReader(ReadCell cell) throws RocksDBException {
    this.memory = new HyperClockCache(cell.memory(), 0, -1, false);
    this.options =
        new Options()
            .setCreateIfMissing(true)
            .setIncreaseParallelism(2)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(memory).setFilterPolicy(bloom));
    this.database = RocksDB.open(options, cell.directory().toString());
    this.names =
        IntStream.range(0, cell.blocks())
            .mapToObj(key -> ReadCell.name(key).getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  @Override
  public void load(int key, byte[] block) throws RocksDBException {
    database.put(names[key], block);
  }

  @Override
  public void loaded() throws RocksDBException {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      database.flush(wait);
    }
    database.compactRange();
  }

  @Override
  public void read(int key, ByteBuffer target) throws RocksDBException, IOException {
    byte[] name = names[key];
    int length =
        database.get(
            name, 0, name.length, target.array(), target.arrayOffset(), target.remaining());
    if (length != ReadCell.BLOCK) {
      throw new IOException("block " + key + " is lost");
    }
  }

  @Override
  public void close() {
    database.close();
    options.close();
    bloom.close();
    memory.close();
  }
}
