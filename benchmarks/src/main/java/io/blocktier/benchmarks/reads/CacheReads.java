package io.blocktier.benchmarks.reads;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.blocktier.benchmarks.measure.Versions;
import io.blocktier.benchmarks.peer.PeerContender;
import io.blocktier.benchmarks.peer.World;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.cache.WriteBackBlockStore;
import java.util.ArrayList;
import java.util.List;
import org.ehcache.Cache;
import org.rocksdb.RocksDB;

/** Reads of a working set that fits into memory, and of one that does not. */
public final class CacheReads implements Scenario {

  /** Makes the scenario. */
  public CacheReads() {}

  @Override
  public String name() {
    return "cache-reads";
  }

  @Override
  public String description() {
    return "Two readers copy blocks of 4 KiB into buffers of their own. Everybody has 64 MiB for"
        + " blocks in memory, and the rest on disk, whose pages the system has in memory as well:"
        + " what is compared is the way to a block, not the disk. What nobody can beat is `memory`,"
        + " which has all blocks by number and copies one; fio reads them from a file. The working"
        + " set is 0.5 or 4 times that memory, asked for equally often (`uniform`) or as Zipf's law"
        + " says (exponent 0.99)."
        + " Where it is `cold`, one or sixteen readers have 4 MiB for blocks in memory, and the"
        + " system has nothing of the files when a round begins: there it is the disk, too."
        + " One read in sixteen is timed, one in 4,096 compared with what was written.";
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (String order : List.of("zipf", "uniform")) {
      cells.add(ReadCell.cell(order, "0.5x", 0.5));
      cells.add(ReadCell.cell(order, "4x", 4));
    }
    cells.add(ReadCell.coldCell(1));
    cells.add(ReadCell.coldCell(16));
    return cells;
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new ReadContender(
            "blocktier",
            Versions.of(WriteBackBlockStore.class),
            "write-back cache with the defaults of `cache:`, loaded at MEMORY and flushed to a"
                + " store in memory, which no read asks",
            "as the store beneath, here memory: loaded at MEMORY",
            BlocktierReader::new),
        new ReadContender(
            "caffeine",
            Versions.of(Caffeine.class),
            "maximumWeight of the memory, over one file with all blocks by number",
            "what the file has; nothing checks it",
            CaffeineReader::new),
        new ReadContender(
            "ehcache",
            Versions.of(Cache.class),
            "heap of as many entries as fit the memory, 2 GB of persistent disk; else defaults",
            "nothing: a crash discards all",
            EhcacheReader::new),
        new ReadContender(
            "rocksdb",
            Versions.of(RocksDB.class),
            "HyperClockCache of the memory, bloom filter of 10 bits, else defaults: index and filters"
                + " in memory beside it; no compression, as the data is random; compacted before",
            "power cut, from the flush on",
            RocksReader::new),
        alluxio(),
        new ReadContender(
            "memory",
            Versions.of(String.class),
            "all blocks in arrays by number, however many they are: a copy of one, no more",
            "nothing",
            MemoryReader::new),
        new FioReads());
  }

  private static Contender alluxio() {
    World world = World.of("alluxio");
    return new PeerContender(
        world,
        new ReadContender(
            "alluxio",
            world.version("alluxio-core-client-fs"),
            "the cache of its client, page store LOCAL, with its defaults: 512 MB in pages of 1 MB,"
                + " each a file of which parts are read; it has no blocks in memory but those that"
                + " the system has",
            "what the files have; nothing checks or forces them",
            cell -> world.load(BlockReader.Opening.class, "PagesOpening").open(cell)));
  }

  @Override
  public String floor() {
    return "caffeine";
  }

  @Override
  public Figure headline() {
    return Figure.rate("reads");
  }

  @Override
  public List<Figure> figures() {
    return List.of(new Figure("p50", "p50", "µs", false), new Figure("p99", "p99", "µs", false));
  }
}
