package io.blocktier.benchmarks.server;

import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.wire.Keys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server at work, which ends when it is closed, or when this process does.
 *
 * @param uri where it listens
 * @param keys who may ask it; empty where nothing is signed
 * @param bucket that is there, or whose creation is the caller's
 * @param files where the files are that it serves, if they are not written through it
 * @param metrics where it says how it is, if it does
 * @param processes of the server
 * @param end ends it
 */
public record Server(
    URI uri,
    Optional<Keys> keys,
    String bucket,
    Optional<Path> files,
    Optional<URI> metrics,
    List<ProcessHandle> processes,
    End end)
    implements AutoCloseable {

  /** How a server is ended. */
  @FunctionalInterface
  public interface End {
    /** Ends it. */
    void run() throws IOException;
  }

  /** Copies the list. */
  public Server {
    processes = List.copyOf(processes);
  }

  /** Returns the processor time that it has taken, in steps of the system's ticks of 10 ms. */
  public double cpuSeconds() {
    return processes.stream()
            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToLong(Duration::toNanos)
            .sum()
        / 1e9;
  }

  /** Returns the most memory that its processes have had, added up. */
  public long peakBytes() {
    return processes.stream()
        .mapToLong(process -> ProcessFigures.peakOf(Long.toString(process.pid())))
        .sum();
  }

  @Override
  public void close() throws IOException {
    end.run();
  }
}
