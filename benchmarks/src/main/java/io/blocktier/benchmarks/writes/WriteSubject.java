package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import io.blocktier.benchmarks.measure.Acknowledgement;
import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Has writers write for as long as a round takes, and then waits for what they left behind. */
final class WriteSubject implements Subject {

  private final WriteCell cell;
  private final BlockWriter writer;
  private final List<Payload[]> rings = new ArrayList<>();
  private final ExecutorService threads;

  WriteSubject(WriteCell cell, long seed, BlockWriter writer) {
    this.cell = cell;
    this.writer = writer;
    Payload[] ring = Payload.ring(new DataGenerator(DataShape.RANDOM, seed, cell.blockBytes()));
    for (int i = 0; i < cell.writers(); i++) {
      rings.add(Payload.copy(ring));
    }
    this.threads =
        writer.onVirtualThreads() && cell.writers() > 1
            ? Executors.newVirtualThreadPerTaskExecutor()
            : Executors.newFixedThreadPool(cell.writers());
  }

  @Override
  public Sample round(Duration length) throws Exception {
    ProcessFigures before = ProcessFigures.now(cell.directory());
    LatencyHistogram latencies = new LatencyHistogram();
    long start = System.nanoTime();
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < cell.writers(); i++) {
      int own = i;
      writers.add(threads.submit(() -> write(own, start + length.toNanos(), latencies)));
    }
    for (Future<?> each : writers) {
      each.get();
    }
    long written = System.nanoTime();
    writer.settle();
    long settled = System.nanoTime();
    long operations = latencies.count();
    return Sample.ofProcess(
            operations,
            (written - start) / 1e9,
            operations * cell.blockBytes(),
            before,
            ProcessFigures.now(cell.directory()))
        .acknowledged(
            new Acknowledgement(
                latencies.quantile(0.5) / 1e3, latencies.quantile(0.99) / 1e3, writer.lag()))
        .with("settle", (settled - written) / 1e6);
  }

  private Void write(int own, long end, LatencyHistogram latencies) throws Exception {
    Payload[] ring = rings.get(own);
    int keys = cell.keysOfWriter();
    int first = own * keys;
    long begun = System.nanoTime();
    for (int i = 0; i == 0 || begun < end; i++) { // one at least, however late the thread came
      Payload block = ring[(i + own) % ring.length];
      block.buffer().clear();
      writer.write(own, first + i % keys, block);
      long done = System.nanoTime();
      latencies.record(done - begun);
      begun = done;
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    writer.close();
  }
}
