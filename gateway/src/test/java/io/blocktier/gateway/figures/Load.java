package io.blocktier.gateway.figures;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Sends requests on connections that stay open, each as soon as the one before it is answered.
 *
 * @param peer whom
 * @param connections how many, each a thread of its own
 * @param warmUpNanos how long nothing is counted
 * @param nanos how long all is
 */
record Load(Peer peer, int connections, long warmUpNanos, long nanos) {

  /** Makes the requests, whole and in advance where that is possible. */
  @FunctionalInterface
  interface Requests {
    /** Returns the request of a number, each of which is asked for once. */
    byte[] request(int number);
  }

  /** Makes the requests of one connection. */
  @FunctionalInterface
  interface Source {
    Requests open() throws Exception;
  }

  /**
   * What came of it.
   *
   * @param perSecond answers
   * @param p50Micros half of them came in this time
   * @param p99Micros and all but one of a hundred in this
   * @param cpuMicros processor time of the server for each, those of the warm-up included
   */
  record Result(double perSecond, double p50Micros, double p99Micros, double cpuMicros) {}

  /** What one connection saw: times in nanoseconds, and all answers. */
  private record Seen(long[] times, long answers) {}

  /** Does so. */
  Result run(Source source) throws Exception {
    List<Future<Seen>> running = new ArrayList<>();
    Duration before = peer.cpu();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        int first = i;
        running.add(threads.submit(() -> send(source.open(), first)));
      }
    }
    double cpu = peer.cpu().minus(before).toNanos() / 1e3;
    long answers = 0;
    LongStream times = LongStream.empty();
    for (Future<Seen> one : running) {
      times = LongStream.concat(times, Arrays.stream(one.get().times()));
      answers += one.get().answers();
    }
    long[] all = times.sorted().toArray();
    return new Result(all.length * 1e9 / nanos, at(all, 0.5), at(all, 0.99), cpu / answers);
  }

  private Seen send(Requests requests, int first) throws IOException {
    long[] times = new long[1024];
    int count = 0;
    long answers = 0;
    try (Wire wire = new Wire(peer.uri())) {
      long begin = System.nanoTime() + warmUpNanos;
      for (int number = first; ; number += connections) {
        byte[] request = requests.request(number);
        long start = System.nanoTime();
        wire.send(request);
        long end = System.nanoTime();
        answers++;
        if (end - begin > nanos) {
          return new Seen(Arrays.copyOf(times, count), answers);
        }
        if (start - begin >= 0) {
          times = count == times.length ? Arrays.copyOf(times, 2 * count) : times;
          times[count++] = end - start;
        }
      }
    }
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * part)] / 1e3;
  }
}
