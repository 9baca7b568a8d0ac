package io.blocktier.benchmarks.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.benchmarks.canned.CannedMain;
import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import io.blocktier.benchmarks.measure.Acknowledgement;
import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import io.blocktier.benchmarks.wire.Signer;
import io.blocktier.benchmarks.wire.Wire;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Has a client move objects, several at a time, to and from a server beside this process. */
final class ClientSubject implements Subject {

  private static final List<String> COUNTS = List.of("puts", "gets", "others", "sent", "received");
  private static final byte[] NOTHING = {};

  private final ClientCell cell;
  private final Path directory;
  private final long seed;
  private final Server server;
  private final Client client;
  private final byte[] bytes;
  private final ExecutorService threads;

  ClientSubject(Trial trial, Server server, Client client, boolean virtual) {
    this.cell = ClientCell.of(trial.cell());
    this.directory = trial.directory();
    this.seed = trial.seed();
    this.server = server;
    this.client = client;
    this.bytes = new DataGenerator(DataShape.RANDOM, seed, cell.bytes()).block(0);
    this.threads =
        virtual
            ? Executors.newVirtualThreadPerTaskExecutor()
            : Executors.newFixedThreadPool(cell.inFlight());
  }

  /** Each thread has an object of its own; the canned server knows its size by its name. */
  private String key(int thread) {
    return "size-" + cell.bytes() + "/object-" + thread;
  }

  @Override
  public void prepare() throws IOException {
    if (!cell.server().keeps()) {
      return;
    }
    Signer signer = new Signer(server.uri(), server.keys());
    try (Wire wire = new Wire(server.uri())) {
      if (cell.server() == ServerKind.GATEWAY) { // the scripts of the others have made theirs
        wire.send(signer.head("PUT", "/" + server.bucket(), "", 0));
      }
      for (int i = 0; i < cell.inFlight(); i++) {
        String path = "/" + server.bucket() + "/" + key(i);
        wire.send(signer.head("PUT", path, "", bytes.length), bytes);
      }
    }
  }

  @Override
  public Sample round(Duration length) throws Exception {
    Optional<long[]> traffic = traffic();
    ProcessFigures before = ProcessFigures.now(directory);
    LatencyHistogram latencies = new LatencyHistogram();
    long start = System.nanoTime();
    List<Future<?>> movers = new ArrayList<>();
    for (int i = 0; i < cell.inFlight(); i++) {
      int own = i;
      movers.add(threads.submit(() -> move(own, start + length.toNanos(), latencies)));
    }
    for (Future<?> mover : movers) {
      mover.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessFigures after = ProcessFigures.now(directory);
    long operations = latencies.count();
    long payload = operations * cell.moved();
    Sample sample =
        Sample.ofProcess(operations, seconds, payload, before, after)
            .with("megabytes", payload / 1e6 / seconds);
    return withTraffic(timed(sample, latencies), traffic, traffic());
  }

  private Void move(int own, long end, LatencyHistogram latencies) throws Exception {
    String key = key(own);
    SplittableRandom random = new SplittableRandom(seed + own);
    long begun = System.nanoTime();
    do { // one at least, however late the thread came
      once(own, key, random);
      long done = System.nanoTime();
      latencies.record(done - begun);
      begun = done;
    } while (begun < end);
    return null;
  }

  private void once(int own, String key, SplittableRandom random) throws Exception {
    if (cell.transfer() == Transfer.PUT) {
      client.put(own, key, bytes);
      return;
    }
    boolean whole = cell.transfer() == Transfer.GET;
    long offset = whole ? 0 : random.nextLong(cell.bytes() - cell.moved() + 1L);
    long came = client.get(own, key, new Client.Part(offset, cell.moved(), cell.bytes()));
    if (came != cell.moved()) {
      throw new IOException(came + " bytes came instead of " + cell.moved());
    }
  }

  private Sample timed(Sample sample, LatencyHistogram latencies) {
    double p50 = latencies.quantile(0.5) / 1e3;
    double p99 = latencies.quantile(0.99) / 1e3;
    return cell.transfer() == Transfer.PUT
        ? sample.acknowledged(new Acknowledgement(p50, p99, cell.server().lag()))
        : sample.with("p50", p50).with("p99", p99);
  }

  /** Asks the canned server what it has counted; no other tells. */
  private Optional<long[]> traffic() throws IOException {
    if (cell.server() != ServerKind.CANNED) {
      return Optional.empty();
    }
    try (Wire wire = new Wire(server.uri())) {
      Signer signer = new Signer(server.uri(), Optional.empty());
      String text =
          new String(wire.ask(signer.head("GET", CannedMain.TRAFFIC, "", 0), NOTHING), UTF_8);
      return Optional.of(
          List.of(text.split(" ", -1)).stream().mapToLong(Long::parseLong).toArray());
    }
  }

  private static Sample withTraffic(
      Sample sample, Optional<long[]> before, Optional<long[]> after) {
    Sample counted = sample;
    if (before.isPresent() && after.isPresent()) {
      for (int i = 0; i < COUNTS.size(); i++) {
        double each = (after.get()[i] - before.get()[i]) / (double) sample.operations();
        counted = counted.with(COUNTS.get(i), each);
      }
    }
    return counted;
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    try (server) {
      client.close();
    }
  }
}
