package io.blocktier.benchmarks.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** RocksDB, loaded without a sync for each block, and synced at the end. */
final class RocksShelf implements Shelf {

  private final Options options = new Options().setCreateIfMissing(true).setIncreaseParallelism(2);
  private final RocksDB database;

  RocksShelf(Path directory) throws RocksDBException {
    this.database = RocksDB.open(options, directory.toString());
  }

  @Override
  public void write(String key, byte[] block) throws IOException {
    try {
      database.put(key.getBytes(StandardCharsets.UTF_8), block);
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void settle() throws IOException {
    try {
      database.syncWal();
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public byte @Nullable [] read(String key) throws IOException {
    try {
      return database.get(key.getBytes(StandardCharsets.UTF_8));
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    options.close();
  }
}
