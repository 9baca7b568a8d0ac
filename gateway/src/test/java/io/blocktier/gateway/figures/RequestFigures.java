package io.blocktier.gateway.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Measures how fast servers answer the same requests on connections that stay open, in turns: what
 * else the machine does befalls all of them alike. Run by hand:
 *
 * <pre>{@code
 * java ... io.blocktier.gateway.figures.RequestFigures GET_4K,PUT_4K 1,16,64 5 \
 *     ours=http://127.0.0.1:9000,ID,SECRET,use1-az4 nginx=http://127.0.0.1:8000
 * }</pre>
 *
 * asks for what {@link Asked} names, on so many connections, in so many rounds. Behind a name may
 * stand {@code @} and the number of a process whose processor time is told. A server with an id and
 * a secret is asked by signed requests; one without has the files {@code figures/4096/0} and {@code
 * figures/4194304/0}. With a zone it has directory buckets.
 */
final class RequestFigures {

  private static final long SECOND = 1_000_000_000L;
  private static final long FIRST_WARM_UP_NANOS = 4 * SECOND;
  private static final int FIRST_CONNECTIONS = 8;
  private static final long WARM_UP_NANOS = SECOND / 4;
  private static final long NANOS = SECOND;

  private final List<Asked> what;
  private final int[] connections;
  private final int rounds;
  private final List<Peer> peers;

  /** Requests of one kind to one server. */
  private record Cell(Asked asked, int connections, int peer) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byAsked = asked.compareTo(other.asked);
      int bySize = Integer.compare(connections, other.connections);
      return byAsked != 0 ? byAsked : bySize != 0 ? bySize : Integer.compare(peer, other.peer);
    }
  }

  private RequestFigures(List<Asked> what, int[] connections, int rounds, List<Peer> peers) {
    this.what = what;
    this.connections = connections;
    this.rounds = rounds;
    this.peers = peers;
  }

  public static void main(String[] args) throws Exception {
    List<Asked> what = Arrays.stream(args[0].split(",")).map(Asked::valueOf).toList();
    int[] connections = Arrays.stream(args[1].split(",")).mapToInt(Integer::parseInt).toArray();
    List<Peer> peers = Arrays.stream(args).skip(3).map(Peer::parse).toList();
    new RequestFigures(what, connections, Integer.parseInt(args[2]), peers).run();
  }

  private void run() throws Exception {
    for (Peer peer : peers) {
      peer.prepare();
    }
    Map<Cell, List<Load.Result>> results = new TreeMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Asked asked : what) {
        for (int i = 0; i < peers.size(); i++) {
          if (asked.fits(peers.get(i))) {
            ask(round, asked, i, results);
          }
        }
      }
    }
    results.forEach((cell, all) -> print(cell, all, results));
  }

  private void ask(int round, Asked asked, int peer, Map<Cell, List<Load.Result>> results)
      throws Exception {
    Peer server = peers.get(peer);
    if (round == 0) { // nothing is compiled yet
      asked.prepare(server);
      Load load = new Load(server, FIRST_CONNECTIONS, FIRST_WARM_UP_NANOS, SECOND);
      load.run(asked.source(server));
      return;
    }
    for (int count : connections) {
      Load.Result result = new Load(server, count, WARM_UP_NANOS, NANOS).run(asked.source(server));
      results.computeIfAbsent(new Cell(asked, count, peer), _ -> new ArrayList<>()).add(result);
    }
  }

  private void print(Cell cell, List<Load.Result> all, Map<Cell, List<Load.Result>> results) {
    double rate = median(all, Load.Result::perSecond);
    double first =
        median(
            results.getOrDefault(new Cell(cell.asked, cell.connections, 0), all),
            Load.Result::perSecond);
    System.out.printf(
        Locale.ROOT,
        "%-9s %3d  %-12s %9.0f /s (%.0f to %.0f)  %6.0f MB/s  p50 %7.0f us  p99 %7.0f us"
            + "  cpu %6.1f us  the first has %.2f of its rate%n",
        cell.asked,
        cell.connections,
        peers.get(cell.peer).name(),
        rate,
        all.stream().mapToDouble(Load.Result::perSecond).min().orElse(0),
        all.stream().mapToDouble(Load.Result::perSecond).max().orElse(0),
        rate * cell.asked.bytes() / 1e6,
        median(all, Load.Result::p50Micros),
        median(all, Load.Result::p99Micros),
        median(all, Load.Result::cpuMicros),
        first / rate);
  }

  private static double median(List<Load.Result> all, ToDoubleFunction<Load.Result> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
