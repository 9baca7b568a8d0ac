package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.DurableLag;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** RocksDB, whose log is synced for each write; it groups the writes of threads by itself. */
final class RocksWriter implements BlockWriter {

  private static final int CORES = 2;
  private static final int RECYCLED_LOGS = 4;

  private final Options options =
      new Options()
          .setCreateIfMissing(true)
          .setIncreaseParallelism(CORES)
          .setRecycleLogFileNum(RECYCLED_LOGS);
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final RocksDB database;
  private final byte[][] keys;

  RocksWriter(WriteCell cell) throws RocksDBException {
    this.database = RocksDB.open(options, cell.directory().toString());
    this.keys =
        IntStream.range(0, cell.keys())
            .mapToObj(i -> WriteCell.name(i).getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  @Override
  public void write(int writer, int key, Payload block) throws RocksDBException {
    database.put(synced, keys[key], block.array());
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged, and goes nowhere else");
  }

  @Override
  public void close() {
    database.close();
    synced.close();
    options.close();
  }
}
