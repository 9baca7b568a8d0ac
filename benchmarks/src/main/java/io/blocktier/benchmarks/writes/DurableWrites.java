package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.fio.SyncedWriters;
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
import net.openhft.chronicle.queue.ChronicleQueue;
import org.ehcache.Cache;
import org.h2.mvstore.MVStore;
import org.rocksdb.RocksDB;

/** Small writes, acknowledged one by one, by one and by many writers. */
public final class DurableWrites implements Scenario {

  private static final String SYNCED = "power cut: synced before it is acknowledged";

  /** Makes the scenario. */
  public DurableWrites() {}

  @Override
  public String name() {
    return "durable-writes";
  }

  @Override
  public String description() {
    return "Each writer writes random blocks over those it wrote before (64 MiB of blocks in all,"
        + " and at most 4,096), one at a time, and goes on when a write is acknowledged."
        + " `settle` is how long it took behind a round until everything was where it is"
        + " going to be, which for Blocktier is the store beneath, in memory here. Several"
        + " writers are virtual threads with blocktier, group-commit and bookkeeper, threads"
        + " of the system with all others, whose calls would keep the carriers of virtual"
        + " ones; one alone is a thread of the system. The floor is group-commit: a"
        + " committer that gathers, writes and forces, and nothing else; fio shows what the"
        + " disk does where each writer syncs for itself.";
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (int writers : new int[] {1, 8, 64}) {
      cells.add(WriteCell.cell("256B", 256, writers));
      cells.add(WriteCell.cell("4KiB", 4 << 10, writers));
      cells.add(WriteCell.cell("64KiB", 64 << 10, writers));
    }
    return cells;
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new WriteContender(
            "blocktier",
            Versions.of(WriteBackBlockStore.class),
            "write-back cache at LOCAL with the defaults of `cache:`; flusher to a store in memory",
            SYNCED + "; loss of the machine behind the durable lag",
            BlocktierWriter::new),
        new WriteContender(
            "group-commit",
            Versions.of(DurableWrites.class),
            "one log of 64 MiB, filled with zeros before; gathering write,"
                + " FileChannel.force(false)",
            "each batch synced; nothing could be found again",
            GroupCommit::new),
        new WriteContender(
            "file-channel",
            Versions.of(String.class),
            "a file for each writer, filled with zeros before; write, FileChannel.force(false)",
            "each write synced; nothing could be found again",
            FileWriter::new),
        new WriteContender(
            "rocksdb",
            Versions.of(RocksDB.class),
            "WriteOptions.sync; increase_parallelism(2) as its tuning guide starts,"
                + " recycle_log_file_num=4 as its guide to WAL performance says; else defaults",
            SYNCED,
            RocksWriter::new),
        new WriteContender(
            "h2-mvstore",
            Versions.of(MVStore.class),
            "autoCommitDisabled; put, commit, sync; else defaults",
            SYNCED,
            MvStoreWriter::new),
        new WriteContender(
            "chronicle-queue",
            Versions.of(ChronicleQueue.class),
            "syncMode(SYNC), appender.sync() behind each excerpt (msync); appends, replaces"
                + " nothing; else defaults",
            SYNCED,
            ChronicleWriter::new),
        new WriteContender(
            "ehcache",
            Versions.of(Cache.class),
            "heap of 1,000 entries, 64 MB off the heap, 4 GB of persistent disk, as its manual"
                + " layers tiers; else defaults",
            "nothing: on disk for good only when it is closed, a crash discards all",
            EhcacheWriter::new),
        bookKeeper(),
        new SyncedWriters(_ -> true, WriteCell::jobs));
  }

  private static Contender bookKeeper() {
    World world = World.of("bookkeeper");
    return new PeerContender(
        world,
        new WriteContender(
            "bookkeeper",
            world.version("bookkeeper-server"),
            "the journal of a bookie alone: journalSyncData=true, logAddEntry and a wait for its"
                + " callback; appends, replaces nothing; else defaults (group wait of 2 ms, files"
                + " of 2 GB, filled with 16 MB at a time)",
            SYNCED,
            cell -> world.load(BlockWriter.Opening.class, "JournalOpening").open(cell)));
  }

  @Override
  public String floor() {
    return "group-commit";
  }

  @Override
  public Figure headline() {
    return Figure.rate("writes");
  }

  @Override
  public List<Figure> figures() {
    return List.of(new Figure("settle", "settle", "ms", false));
  }
}
