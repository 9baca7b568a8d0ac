package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.fio.SyncedWriters;
import io.blocktier.benchmarks.measure.Versions;
import io.blocktier.benchmarks.segments.SegmentsCell.Kind;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.segments.SegmentManager;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.rocksdb.RocksDB;

/** Small records: loaded, read, scanned and compacted. */
public final class Segments implements Scenario {

  private static final String SYNCED = "power cut: synced before it is acknowledged";

  /** Makes the scenario. */
  public Segments() {}

  @Override
  public String name() {
    return "segments";
  }

  @Override
  public String description() {
    return "20,000 records of 1 KiB that compress to half, under names. `load-batches` keeps 1,000 at"
        + " a time, `load-singles` one at a time by each of 64 threads; every call is durable when"
        + " it returns. `read-cold` opens anew and reads 200 records anywhere, with the files in the"
        + " page cache; `read-warm` goes on reading. `scan` reads all in the order of their names."
        + " `compact` takes the room of every second record back that was replaced before the"
        + " round. The floor is bare-log: a log that is written and forced for all who wait, read at"
        + " known places, and copied. Beside it fio shows what the disk does for as many writers"
        + " one by one, and objects what the store gives to whoever reads the same objects.";
  }

  @Override
  public List<Cell> cells() {
    return Arrays.stream(Kind.values()).map(Kind::cell).toList();
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new SegmentsContender(
            "blocktier",
            Versions.of(SegmentManager.class),
            "segments with the defaults of `segments:`, over file: with its defaults",
            SYNCED,
            SegmentRecords::new),
        new SegmentsContender(
            "bare-log",
            Versions.of(Segments.class),
            "one log of 256 MiB, filled with zeros before; gathering write,"
                + " FileChannel.force(false)",
            "each batch synced; nothing could be found again",
            BareLog::new),
        new SegmentsContender(
            "single-objects",
            Versions.of(LocalStoreProvider.class),
            "an object for each record, over file: with its defaults; batches by 64 at a time",
            SYNCED,
            SingleObjects::new),
        new SegmentsContender(
            "rocksdb",
            Versions.of(RocksDB.class),
            "WriteOptions.sync, WriteBatch; increase_parallelism(2) as its tuning guide starts; else"
                + " defaults",
            SYNCED,
            RocksRecords::new),
        new SegmentsContender(
            "objects",
            Versions.of(SegmentManager.class),
            "the same segments over the same store, each object read as it is, 4 MiB at a time, by"
                + " one thread",
            SYNCED,
            EnumSet.of(Kind.SCAN),
            directory -> new SegmentObjects(new SegmentRecords(directory))),
        new SyncedWriters(
            cell -> Kind.of(cell) == Kind.LOAD_SINGLES,
            _ ->
                new SyncedWriters.Jobs(
                    SegmentsCell.WRITERS,
                    SegmentsCell.VALUE,
                    (long) SegmentsCell.RECORDS / SegmentsCell.WRITERS * SegmentsCell.VALUE)));
  }

  @Override
  public String floor() {
    return "bare-log";
  }

  @Override
  public Figure headline() {
    return Figure.rate("records");
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure("p50", "p50 of a call", "µs", false),
        new Figure("p99", "p99 of a call", "µs", false));
  }
}
