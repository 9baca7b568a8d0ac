package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.measure.DurableLag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB. */
final class RocksRecords implements RecordStore {

  private final Path directory;
  private final Options options = new Options().setCreateIfMissing(true).setIncreaseParallelism(2);
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private RocksDB database;

  RocksRecords(Path directory) throws RocksDBException {
    this.directory = directory;
    this.database = RocksDB.open(options, directory.toString());
  }

  private static byte[] key(int number) {
    return SegmentsCell.key(number).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void put(int number, byte[] value) throws RocksDBException {
    database.put(synced, key(number), value);
  }

  @Override
  public void putAll(List<Integer> numbers, List<byte[]> values) throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      for (int i = 0; i < numbers.size(); i++) {
        batch.put(key(numbers.get(i)), values.get(i));
      }
      database.write(synced, batch);
    }
  }

  @Override
  public void settle() throws RocksDBException {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      database.flush(wait);
    }
  }

  @Override
  public void reopen() throws RocksDBException {
    database.close();
    database = RocksDB.open(options, directory.toString());
  }

  @Override
  public int read(int number) throws RocksDBException {
    byte[] value = database.get(key(number));
    return value == null ? 0 : value.length;
  }

  @Override
  public long scan() {
    long records = 0;
    try (RocksIterator all = database.newIterator()) {
      for (all.seekToFirst(); all.isValid(); all.next()) {
        records += all.value().length == SegmentsCell.VALUE ? 1 : 0;
      }
    }
    return records;
  }

  @Override
  public void compact() throws RocksDBException {
    database.compactRange();
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged, and stays on this disk");
  }

  @Override
  public void close() {
    database.close();
    synced.close();
    options.close();
  }
}
