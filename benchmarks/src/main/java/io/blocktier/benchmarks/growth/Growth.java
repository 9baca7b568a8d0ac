package io.blocktier.benchmarks.growth;

import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import io.blocktier.benchmarks.trial.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The same operations at three sizes: what grows faster than what is there is seen. */
public final class Growth implements Scenario {

  static final String SIZE = "size";

  /** Makes the scenario. */
  public Growth() {}

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String description() {
    return "One thread does one operation again and again, where there are 1,000, 10,000 and 100,000"
        + " blocks or records. An operation is one block read or written, one record read, one entry"
        + " of a listing, one record of a scan, one block that a restart finds again. None of them"
        + " should cost more where there is more, but for caches of the machine; what does so in"
        + " proportion has the exponent 1, and the whole of it is then quadratic.";
  }

  @Override
  public List<Cell> cells() {
    return Stream.of(1_000L, 10_000L, 100_000L)
        .map(size -> new Cell(size / 1000 + "k", Map.of(SIZE, size)))
        .toList();
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        cache("cache-write", "acknowledged from memory", GrownCache.Operations.WRITE),
        cache(
            "cache-read",
            "of any block, each of which was read before",
            GrownCache.Operations.READ),
        segments("segments-get", "of any record", GrownSegments.Operations.GET),
        segments("segments-list", "an entry for each segment", GrownSegments.Operations.LIST),
        segments("segments-scan", "all records in order", GrownSegments.Operations.SCAN),
        new GrowthContender(
            "local-list", "all of one folder of file:, by pages of 1,000", GrownFolder::new),
        cache("restart", "close and open, all blocks at risk", GrownCache.Operations.RESTART));
  }

  private static Contender cache(String name, String what, GrownCache.Operations operation) {
    return new GrowthContender(
        name,
        "write-back cache, blocks of 104 B, its store away; " + what,
        directory -> new GrownCache(operation, directory));
  }

  private static Contender segments(String name, String what, GrownSegments.Operations operation) {
    return new GrowthContender(
        name,
        "segments of 256 KiB of records of 256 B, over a store in memory; " + what,
        directory -> new GrownSegments(operation, directory));
  }

  @Override
  public String floor() {
    return "cache-read";
  }

  @Override
  public Optional<String> growsWith() {
    return Optional.of(SIZE);
  }

  @Override
  public Figure headline() {
    return Figure.rate("operations");
  }
}
