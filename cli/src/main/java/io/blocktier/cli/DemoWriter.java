package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has another process write through the cache, and kills it half-way with a signal that it cannot
 * catch. What it had acknowledged until then has to be there.
 */
final class DemoWriter {

  private static final String JAVA = Path.of("bin", "java").toString();

  private final Session session;
  private final DemoSettings settings;
  private final LatencyHistogram latency = new LatencyHistogram();
  private final Set<BlockKey> acknowledged = new HashSet<>();

  DemoWriter(Session session, DemoSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  /**
   * Runs the other process until half of the blocks are acknowledged.
   *
   * @param config what it opens
   * @param source the files
   * @param excluded the directory of the demo's own store
   * @param inventory the same files, as this process found them
   */
  DemoPhase run(
      Path config, Path source, Optional<Path> excluded, String prefix, DemoInventory inventory)
      throws IOException, InterruptedException {
    long start = session.effects().ticker().nanos();
    Process process = start(config, source, excluded, prefix);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      long half = Math.max(1, inventory.blocks(settings.blockSize()) / 2);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        note(line);
        if (acknowledged.size() == half) {
          boolean _ = process.toHandle().destroyForcibly(); // which leaves the pipe readable
        }
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    long nanos = session.effects().ticker().nanos() - start;
    return new DemoPhase(
        "killed",
        acknowledged.size(),
        0,
        nanos,
        latency,
        "acknowledged by a process that SIGKILL ended half-way");
  }

  private Process start(Path config, Path source, Optional<Path> excluded, String prefix)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", ""), JAVA).toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    words.addAll(List.of(Main.class.getName(), DemoWriteCommand.NAME));
    words.addAll(List.of("--config", config.toString()));
    words.addAll(List.of("--block-size", String.valueOf(settings.blockSize())));
    words.addAll(List.of("--jobs", String.valueOf(settings.jobs())));
    excluded.ifPresent(path -> words.addAll(List.of("--excluded", path.toString())));
    words.addAll(List.of("--", source.toString(), prefix));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (excluded.isPresent()) { // a demo of its own, which nobody's environment configures
      session.stores().overrides().forEach(builder.environment()::remove);
    }
    return builder.start();
  }

  private void note(String line) {
    int tab = line.indexOf('\t');
    if (tab > 0) {
      latency.record(Long.parseLong(line.substring(0, tab)));
      acknowledged.add(BlockKey.of(line.substring(tab + 1)));
    }
  }

  /** Tells whether the process that was killed had acknowledged a block. */
  boolean acknowledged(BlockKey key) {
    return acknowledged.contains(key);
  }

  int blocks() {
    return acknowledged.size();
  }

  LatencyHistogram latency() {
    return latency;
  }
}
