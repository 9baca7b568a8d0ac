package io.blocktier.cli;

import io.blocktier.cache.CacheStatus;
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
    Map<String, Long> figures = figures(status);
    String flushing = status.flushing().name().toLowerCase(Locale.ROOT);
    if (session.options().json()) {
      Map<String, Object> fields = new LinkedHashMap<>(figures);
      fields.put("flushing", flushing);
      session.out().line(Json.line(fields));
    } else {
      figures.forEach(this::printField);
      session.out().line(String.format(Locale.ROOT, "%-18s %15s", "flushing", flushing));
    }
    return ExitCode.OK.status();
  }

  private void printField(String name, long value) {
    session.out().line(String.format(Locale.ROOT, "%-18s %,15d", name.replace('_', ' '), value));
  }

  private static Map<String, Long> figures(CacheStatus status) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("blocks", status.blocks());
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
