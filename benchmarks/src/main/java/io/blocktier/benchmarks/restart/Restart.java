package io.blocktier.benchmarks.restart;

import io.blocktier.benchmarks.measure.Versions;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.cache.WriteBackBlockStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ehcache.Cache;
import org.rocksdb.RocksDB;

/** A start over blocks of a process before, behind a clean stop and behind a kill. */
public final class Restart implements Scenario {

  private static final String CRASHED = "crashed";

  /** Makes the scenario. */
  public Restart() {}

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String description() {
    return "One process writes blocks of 104 random bytes and is closed (`clean`) or killed"
        + " (`crash`); each round is a new process that opens a copy of what that one left."
        + " `first` is the time from the opening until one block was read, `complete` until the"
        + " index has all of them; the start of the JVM and of native libraries is not part of"
        + " either, and the files are in the page cache. `found` is how many of a hundred blocks"
        + " were there, with the bytes that were written. Whoever has lost the block that is asked"
        + " for first is out.";
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (long blocks : new long[] {1_000, 100_000, 1_000_000}) {
      String size = blocks < 1_000_000 ? blocks / 1000 + "k" : blocks / 1_000_000 + "M";
      cells.add(new Cell(size + "-clean", Map.of("blocks", blocks, CRASHED, 0L)));
      cells.add(new Cell(size + "-crash", Map.of("blocks", blocks, CRASHED, 1L)));
    }
    return cells;
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new RestartContender(
            "blocktier",
            Versions.of(WriteBackBlockStore.class),
            "write-back cache with the defaults of `cache:`; its store is away, so that every block"
                + " is at risk and its own to find again",
            "power cut: synced before it is acknowledged",
            true,
            () -> {},
            BlocktierShelf::new),
        new RestartContender(
            "rocksdb",
            Versions.of(RocksDB.class),
            "loaded without a sync for each block, syncWal at the end; increase_parallelism(2),"
                + " else defaults",
            "power cut, from syncWal on",
            false,
            RocksDB::loadLibrary,
            RocksShelf::new),
        new RestartContender(
            "ehcache",
            Versions.of(Cache.class),
            "heap of 1,000 entries, 64 MB off the heap, 4 GB of persistent disk; else defaults",
            "nothing: a crash discards all",
            false,
            () -> {},
            EhcacheShelf::new));
  }

  @Override
  public String floor() {
    return "rocksdb";
  }

  @Override
  public Figure headline() {
    return new Figure("first", "first read", "ms", false);
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure("complete", "complete", "ms", false), new Figure("found", "found", "%", true));
  }

  @Override
  public boolean newProcessEachRound() {
    return true;
  }

  @Override
  public boolean killed(Cell cell) {
    return cell.number(CRASHED) == 1;
  }
}
