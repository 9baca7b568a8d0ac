package io.blocktier.benchmarks.local;

import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import io.blocktier.benchmarks.measure.Acknowledgement;
import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One thread that writes or reads blocks for as long as a round takes. */
final class LocalSubject implements Subject {

  private final LocalCell cell;
  private final LocalBlocks blocks;
  private final byte[] bytes;
  private final ByteBuffer target;

  LocalSubject(LocalCell cell, long seed, LocalBlocks blocks) {
    this.cell = cell;
    this.blocks = blocks;
    this.bytes = new DataGenerator(DataShape.RANDOM, seed, cell.blockBytes()).block(0);
    this.target = ByteBuffer.allocateDirect(cell.blockBytes());
  }

  @Override
  public void prepare() throws IOException {
    for (int block = 0; block < cell.blocks(); block++) {
      blocks.write(block, bytes);
    }
  }

  @Override
  public Sample round(Duration length) throws IOException {
    ProcessFigures before = ProcessFigures.now(cell.directory());
    LatencyHistogram latencies = new LatencyHistogram();
    long start = System.nanoTime();
    long begun = start;
    for (int i = 0; i == 0 || begun - start < length.toNanos(); i++) {
      once(i % cell.blocks());
      long done = System.nanoTime();
      latencies.record(done - begun);
      begun = done;
    }
    long operations = latencies.count();
    long payload = operations * cell.blockBytes();
    double seconds = (begun - start) / 1e9;
    ProcessFigures after = ProcessFigures.now(cell.directory());
    Sample sample =
        Sample.ofProcess(operations, seconds, payload, before, after)
            .with("megabytes", payload / 1e6 / seconds);
    double p50 = latencies.quantile(0.5) / 1e3;
    double p99 = latencies.quantile(0.99) / 1e3;
    return cell.writes()
        ? sample.acknowledged(
            new Acknowledgement(
                p50,
                p99,
                DurableLag.none("synced before it is acknowledged, and goes nowhere else")))
        : sample.with("p50", p50).with("p99", p99);
  }

  private void once(int block) throws IOException {
    if (cell.writes()) {
      blocks.write(block, bytes);
    } else {
      blocks.read(block, target.clear());
      if (target.hasRemaining()) {
        throw new IOException("block " + block + " is shorter than it was written");
      }
    }
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }
}
