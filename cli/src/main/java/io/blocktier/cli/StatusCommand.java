package io.blocktier.cli;

import io.blocktier.blockstore.Durability;
import io.blocktier.cache.CacheStatus;
import io.blocktier.cache.Latency;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints how far the blocks of a cache have come. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Print what the cache of a configuration holds, and what the store beneath does not have"
          + " yet.",
      "What is left from an earlier run begins to travel to the store while this runs."
    },
    footer = {"", "Example: blocktier status --config store.yaml"})
final class StatusCommand implements Callable<Integer> {

  private final Session session;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    CacheStatus status = session.stores().configuredCache().status();
    String flushing = status.flushing().name().toLowerCase(Locale.ROOT);
    if (session.options().json()) {
      Map<String, Object> json = new LinkedHashMap<>(figures(status));
      json.put("flushing", flushing);
      times(status).forEach((name, time) -> json.put(name + "_seconds", time.toNanos() / 1e9));
      session.out().line(Json.line(json));
    } else {
      figures(status).forEach(this::printField);
      session.out().line(String.format(Locale.ROOT, "%-18s %15s", "flushing", flushing));
      times(status).forEach(this::printTime);
    }
    return ExitCode.OK.status();
  }

  private void printField(String name, long value) {
    session.out().line(String.format(Locale.ROOT, "%-18s %,15d", name.replace('_', ' '), value));
  }

  private void printTime(String name, Duration value) {
    String seconds = String.format(Locale.ROOT, "%,.6f s", value.toNanos() / 1e9);
    session.out().line(String.format(Locale.ROOT, "%-18s %17s", name.replace('_', ' '), seconds));
  }

  private static Map<String, Duration> times(CacheStatus status) {
    Map<String, Duration> times = new LinkedHashMap<>();
    times.put("oldest_at_risk", status.oldestAtRisk());
    for (Durability level : Durability.values()) {
      Latency latency = status.acknowledgements().get(level);
      if (latency != null && latency.count() > 0) {
        add(times, level.name().toLowerCase(Locale.ROOT) + "_ack", latency);
      }
    }
    add(times, "durable_lag", status.durableLag());
    return times;
  }

  private static void add(Map<String, Duration> times, String name, Latency latency) {
    times.put(name + "_p50", latency.p50());
    times.put(name + "_p99", latency.p99());
  }

  private static Map<String, Long> figures(CacheStatus status) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("blocks", status.blocks());
    figures.put("clean_blocks", status.cleanBlocks());
    figures.put("clean_bytes", status.cleanBytes());
    figures.put("dirty_blocks", status.dirtyBlocks());
    figures.put("deleted_blocks", status.deletedBlocks());
    figures.put("quarantined_blocks", status.quarantinedBlocks());
    figures.put("unjournaled_blocks", status.unjournaledBlocks());
    figures.put("damages", status.damages());
    figures.put("at_risk_bytes", status.atRiskBytes());
    figures.put("max_at_risk_bytes", status.maxAtRiskBytes());
    figures.put("memory_bytes", status.reads().memoryBytes());
    figures.put("memory_hits", status.reads().memoryHits());
    figures.put("memory_misses", status.reads().memoryMisses());
    figures.put("disk_hits", status.reads().diskHits());
    figures.put("store_reads", status.reads().storeReads());
    figures.put("buffer_bytes", status.reads().bufferBytes());
    return figures;
  }
}
