package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import io.blocktier.benchmarks.data.KeySequence;
import io.blocktier.benchmarks.measure.Acknowledgement;
import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.segments.SegmentsCell.Kind;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads, reads, scans or compacts for as long as a round takes. */
final class SegmentsSubject implements Subject {

  private static final int VARIANTS = 64;

  private final Trial trial;
  private final Kind kind;
  private final RecordStore store;
  private final KeySequence keys;
  private final List<byte[]> values = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(SegmentsCell.WRITERS);
  private int at;

  SegmentsSubject(Trial trial, RecordStore store) {
    this.trial = trial;
    this.kind = Kind.of(trial.cell());
    this.store = store;
    this.keys = KeySequence.uniform(SegmentsCell.RECORDS, trial.seed());
    DataGenerator generator =
        new DataGenerator(new DataShape(2, 1), trial.seed(), SegmentsCell.VALUE);
    for (int i = 0; i < VARIANTS; i++) {
      values.add(generator.block(i));
    }
  }

  private byte[] value(int number) {
    return values.get(number % VARIANTS);
  }

  @Override
  public void prepare() throws Exception {
    if (!kind.loads()) {
      writeEach(1);
      store.settle();
    }
  }

  /** Writes every so many-eth record anew. */
  private void writeEach(int step) throws Exception {
    AtomicInteger next = new AtomicInteger();
    sideBySide(() -> {
      for (int i = next.getAndAdd(step); i < SegmentsCell.RECORDS; i = next.getAndAdd(step)) {
        store.put(i, value(i));
      }
    });
  }

  private interface Work {
    void run() throws Exception;
  }

  private void sideBySide(Work work) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < SegmentsCell.WRITERS; i++) {
      all.add(
          threads.submit(() -> {
            work.run();
            return null;
          }));
    }
    for (Future<?> each : all) {
      each.get();
    }
  }

  @Override
  public Sample round(Duration length) throws Exception {
    if (kind == Kind.READ_COLD) {
      store.reopen();
    } else if (kind == Kind.COMPACT) {
      writeEach(2);
      store.settle();
    }
    ProcessFigures before = ProcessFigures.now(trial.directory());
    LatencyHistogram latencies = new LatencyHistogram();
    long start = System.nanoTime();
    long operations = work(start, length.toNanos(), latencies);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (kind.loads()) {
      store.settle();
    }
    Sample sample =
        Sample.ofProcess(
            operations,
            seconds,
            operations * SegmentsCell.VALUE,
            before,
            ProcessFigures.now(trial.directory()));
    double p50 = latencies.quantile(0.5) / 1e3;
    double p99 = latencies.quantile(0.99) / 1e3;
    return kind.loads()
        ? sample.acknowledged(new Acknowledgement(p50, p99, store.lag()))
        : sample.with("p50", p50).with("p99", p99);
  }

  private long work(long start, long nanos, LatencyHistogram latencies) throws Exception {
    return switch (kind) {
      case LOAD_BATCHES -> repeat(start, nanos, Integer.MAX_VALUE, latencies, this::batch);
      case LOAD_SINGLES -> singles(start, nanos, latencies);
      case READ_COLD ->
          repeat(start, Long.MAX_VALUE, SegmentsCell.COLD_READS, latencies, this::read);
      case READ_WARM -> repeat(start, nanos, Integer.MAX_VALUE, latencies, this::read);
      case SCAN -> repeat(start, nanos, Integer.MAX_VALUE, latencies, this::scan);
      case COMPACT -> repeat(start, nanos, 1, latencies, this::compact);
    };
  }

  private interface Step {
    long run() throws Exception;
  }

  private static long repeat(
      long start, long nanos, int most, LatencyHistogram latencies, Step step) throws Exception {
    long operations = 0;
    long begun = start;
    for (int i = 0; i < most && (i == 0 || begun - start < nanos); i++) {
      operations += step.run();
      long done = System.nanoTime();
      latencies.record(done - begun);
      begun = done;
    }
    return operations;
  }

  private long batch() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>();
    for (int i = 0; i < SegmentsCell.BATCH; i++) {
      int number = at++ % SegmentsCell.RECORDS;
      numbers.add(number);
      bytes.add(value(number));
    }
    store.putAll(numbers, bytes);
    return SegmentsCell.BATCH;
  }

  private long singles(long start, long nanos, LatencyHistogram latencies) throws Exception {
    AtomicInteger next = new AtomicInteger();
    sideBySide(() -> {
      long begun = System.nanoTime();
      do {
        int number = keys.key(next.getAndIncrement());
        store.put(number, value(number));
        long done = System.nanoTime();
        latencies.record(done - begun);
        begun = done;
      } while (begun - start < nanos);
    });
    return latencies.count();
  }

  private long read() throws Exception {
    int number = keys.key(at++);
    if (store.read(number) != SegmentsCell.VALUE) {
      throw new IOException("record " + number + " is lost, or shorter than it was written");
    }
    return 1;
  }

  private long scan() throws Exception {
    long records = store.scan();
    if (records != SegmentsCell.RECORDS) {
      throw new IOException(records + " records were scanned");
    }
    return records;
  }

  private long compact() throws Exception {
    store.compact();
    return SegmentsCell.RECORDS;
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    store.close();
  }
}
