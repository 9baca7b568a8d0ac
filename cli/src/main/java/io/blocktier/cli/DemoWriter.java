package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has another process write through the cache, and kills it half-way with a signal that it cannot
 * catch. What it had acknowledged until then has to be there.
 */
final class DemoWriter {

  private final Session session;
  private final LatencyHistogram latency = new LatencyHistogram();
  private final Set<BlockKey> acknowledged = new HashSet<>();

  DemoWriter(Session session) {
    this.session = session;
  }

  /**
   * Runs the other process until half of the blocks are acknowledged.
   *
   * @param scene what it works with
   * @param inventory the same files, as this process found them
   */
  DemoPhase run(DemoScene scene, DemoInventory inventory) throws IOException, InterruptedException {
    long start = session.effects().ticker().nanos();
    Process process = DemoProcess.start(session, DemoWriteCommand.NAME, List.of(), scene);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      long half = Math.max(1, inventory.blocks(scene.settings().blockSize()) / 2);
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
    return DemoPhase.of(
        "killed",
        DemoPhase.BLOCKS,
        acknowledged.size(),
        0,
        nanos,
        latency,
        "acknowledged by a process that SIGKILL ended half-way");
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
