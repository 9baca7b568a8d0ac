package io.blocktier.benchmarks.local;

import io.blocktier.benchmarks.measure.Versions;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.blockstore.local.LocalStoreProvider;
import java.util.ArrayList;
import java.util.List;
import org.apache.opendal.Operator;

/** Whole blocks of a local store. */
public final class LocalStore implements Scenario {

  private static final String TORN =
      "synced in its place, torn by a power cut; a new name is not forced";
  private static final String WHOLE =
      "power cut: the block as it was, or as it is; file and name are forced";

  /** Makes the scenario. */
  public LocalStore() {}

  @Override
  public String name() {
    return "local-store";
  }

  @Override
  public String description() {
    return "One thread writes random blocks over others, or reads them: as many as come to 256 MiB,"
        + " and at most 1,024. Reads through the page cache find their pages there; those past it"
        + " ask the disk. The store replaces a block as a whole; `in-place` and fio"
        + " write over its bytes, which a power cut can leave torn.";
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (boolean writes : new boolean[] {true, false}) {
      cells.add(LocalCell.cell("4KiB", 4 << 10, writes));
      cells.add(LocalCell.cell("256KiB", 256 << 10, writes));
      cells.add(LocalCell.cell("4MiB", 4 << 20, writes));
      cells.add(LocalCell.cell("64MiB", 64 << 20, writes));
    }
    return cells;
  }

  @Override
  public List<Contender> contenders() {
    String ours = Versions.of(LocalStoreProvider.class);
    return List.of(
        new LocalContender(
            "file", ours, "file: with its defaults", WHOLE, cell -> new StoreBlocks(cell, false)),
        new LocalContender(
            "direct",
            ours,
            "direct: with its defaults",
            WHOLE,
            cell -> new StoreBlocks(cell, true)),
        new LocalContender(
            "in-place",
            Versions.of(String.class),
            "FileChannel: truncate, write, force(true)",
            TORN,
            PlainBlocks::new),
        new LocalContender(
            "opendal",
            Versions.of(Operator.class),
            "service fs with its defaults, blocking operator; reads into an array",
            TORN,
            OpenDalBlocks::new),
        new FioFiles(false),
        new FioFiles(true));
  }

  @Override
  public String floor() {
    return "fio";
  }

  /** Past the page cache only that is comparable which is past it, too. */
  @Override
  public String floorOf(String contender) {
    return contender.equals("direct") ? "fio-direct" : floor();
  }

  @Override
  public Figure headline() {
    return Figure.rate("blocks");
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure("megabytes", "bytes", "MB/s", true),
        new Figure("p50", "p50", "µs", false),
        new Figure("p99", "p99", "µs", false));
  }
}
