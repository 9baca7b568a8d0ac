package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import io.blocktier.benchmarks.measure.Acknowledgement;
import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import io.blocktier.benchmarks.wire.Wire;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks a server, on connections of which each has one request under way, and looks at it. */
final class GatewaySubject implements Subject {

  private final GatewayCell cell;
  private final Path directory;
  private final Server server;
  private final GatewayContender.Lag lag;
  private final Bucket bucket;
  private final Workload workload;

  GatewaySubject(Trial trial, Server server, GatewayContender.Lag lag) {
    this.cell = GatewayCell.of(trial.cell());
    this.directory = trial.directory();
    this.server = server;
    this.lag = lag;
    this.bucket = new Bucket(server);
    int count = cell.connections();
    this.workload =
        switch (cell.verb()) {
          case GET -> new Gets(bucket, bytes(trial));
          case PUT -> new Puts(bucket, bytes(trial), count);
          case LIST -> new Listings(bucket, cell.amount(), count);
          case DELETE -> new Deletions(bucket, cell.amount(), count);
          case NEW -> new Creations(bucket, bytes(trial), count);
          case APPEND -> new Appends(new DirectoryBucket(server), bytes(trial), count);
          case SESSION -> new Sessions(new DirectoryBucket(server));
        };
  }

  private byte[] bytes(Trial trial) {
    return new DataGenerator(DataShape.RANDOM, trial.seed(), cell.amount()).block(0);
  }

  @Override
  public void prepare() throws IOException {
    bucket.make();
    workload.prepare();
  }

  @Override
  public Sample round(Duration length) throws IOException {
    long end = System.nanoTime() + length.toNanos();
    Sample sample = batch(end);
    while (workload.runsOut() && System.nanoTime() < end) {
      sample = batch(end); // of a long warm-up; the last one counts
    }
    return sample;
  }

  private Sample batch(long end) throws IOException {
    workload.refill();
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < cell.connections(); i++) {
        connections.add(new Connection(bucket.connect(), workload.errand(i)));
      }
      return measure(connections, workload.runsOut() ? Long.MAX_VALUE : end);
    } finally {
      for (Connection connection : connections) {
        connection.wire.close();
      }
    }
  }

  private Sample measure(List<Connection> connections, long end) throws IOException {
    LatencyHistogram latencies = new LatencyHistogram();
    ProcessFigures before = ProcessFigures.now(directory);
    double cpu = server.cpuSeconds();
    long start = System.nanoTime();
    long operations = 0;
    List<Future<Long>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections.size())) {
      connections.forEach(each -> running.add(threads.submit(() -> each.run(end, latencies))));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    for (Future<Long> each : running) {
      operations += Bucket.await(each);
    }
    double cpuSeconds = server.cpuSeconds() - cpu;
    ProcessFigures after = ProcessFigures.now(directory);
    return sample(operations, seconds, cpuSeconds, latencies, written(before, after));
  }

  private static Optional<Long> written(ProcessFigures before, ProcessFigures after) {
    return after.writtenBytes().flatMap(now -> before.writtenBytes().map(then -> now - then));
  }

  private Sample sample(
      long operations,
      double seconds,
      double cpuSeconds,
      LatencyHistogram latencies,
      Optional<Long> written)
      throws IOException {
    long payload = operations * cell.payloadBytes();
    Sample sample =
        new Sample(
            operations,
            seconds,
            payload,
            cpuSeconds,
            Optional.empty(), // whatever its heap is, it is not asked
            written,
            server.peakBytes(),
            Optional.empty(),
            Map.of());
    double p50 = latencies.quantile(0.5) / 1e3;
    double p99 = latencies.quantile(0.99) / 1e3;
    Sample timed =
        cell.verb().changes()
            ? sample.acknowledged(new Acknowledgement(p50, p99, lag.of(server)))
            : sample.with("p50", p50).with("p99", p99);
    return payload > 0 ? timed.with("megabytes", payload / 1e6 / seconds) : timed;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** A connection with what it asks for. */
  private record Connection(Wire wire, Workload.Errand errand) {

    long run(long end, LatencyHistogram latencies) throws IOException {
      long operations = 0;
      long begun = System.nanoTime();
      do { // one at least, however late the thread came
        int done = errand.next(wire);
        if (done == 0) {
          return operations;
        }
        long now = System.nanoTime();
        latencies.record(now - begun);
        begun = now;
        operations += done;
      } while (begun < end);
      return operations;
    }
  }
}
