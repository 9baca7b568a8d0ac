package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.measure.Versions;
import io.blocktier.benchmarks.server.BlocktierServer;
import io.blocktier.benchmarks.server.NginxServer;
import io.blocktier.benchmarks.server.ScriptServer;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.gateway.server.S3Gateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Servers that speak S3. */
public final class Gateway implements Scenario {

  private static final Set<Verb> ALL = Set.of(Verb.values());
  private static final Set<Verb> PLAIN =
      Set.of(Verb.GET, Verb.PUT, Verb.NEW, Verb.LIST, Verb.DELETE);
  private static final String UNFORCED = "power cut: nothing is promised, no file is forced";
  private static final GatewayContender.Lag NEVER =
      server -> DurableLag.unbounded("whenever the system writes its pages");
  private static final String FORCED = "forced before it is acknowledged, and goes nowhere else";

  /** Makes the scenario. */
  public Gateway() {}

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public String description() {
    return "A server in a process of its own, asked by a client that is the same for all: bare"
        + " sockets, signed heads, unsigned payloads, one request at a time on each connection."
        + " CPU, memory and durability are the server's; the client's share of the processors is"
        + " in nobody's figures but in all rates. GET reads 64 MiB of objects (at most 256) round"
        + " and round, from the page cache; PUT writes over objects that are there, NEW makes others; LIST asks for"
        + " pages of 1,000 keys, early and late ones alike, and an operation is a page; DELETE"
        + " removes all objects by DeleteObjects, up to 1,000 of them by a request, and an"
        + " operation is an object, a latency that of a request; APPEND and SESSION are asked of"
        + " directory buckets.";
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (int connections : new int[] {1, 16, 64}) {
      cells.add(GatewayCell.cell(Verb.GET, "4KiB", 4 << 10, connections));
      cells.add(GatewayCell.cell(Verb.GET, "4MiB", 4 << 20, connections));
      cells.add(GatewayCell.cell(Verb.PUT, "4KiB", 4 << 10, connections));
      cells.add(GatewayCell.cell(Verb.PUT, "4MiB", 4 << 20, connections));
      cells.add(GatewayCell.cell(Verb.NEW, "4KiB", 4 << 10, connections));
      cells.add(GatewayCell.cell(Verb.APPEND, "4KiB", 4 << 10, connections));
      cells.add(GatewayCell.cell(Verb.SESSION, "zonal", 1, connections));
      cells.add(GatewayCell.cell(Verb.LIST, "1k", 1_000, connections));
      cells.add(GatewayCell.cell(Verb.LIST, "10k", 10_000, connections));
      cells.add(GatewayCell.cell(Verb.LIST, "100k", 100_000, connections));
      cells.add(GatewayCell.cell(Verb.DELETE, "1k", 1_000, connections));
      cells.add(GatewayCell.cell(Verb.DELETE, "10k", 10_000, connections));
    }
    return cells;
  }

  @Override
  public List<Contender> contenders() {
    String ours = Versions.of(S3Gateway.class);
    return List.of(
        new GatewayContender(
            "blocktier",
            () -> ours,
            "`serve --data`, with its defaults",
            "power cut: file and directory are forced before it is acknowledged",
            server -> DurableLag.none(FORCED),
            ALL,
            Optional::empty,
            directory -> BlocktierServer.overFiles(directory, true)),
        new GatewayContender(
            "blocktier-unforced",
            () -> ours,
            "`serve --data` with BLOCKTIER_BLOCK_STORE_LOCAL_SYNC=false",
            UNFORCED,
            NEVER,
            ALL,
            Optional::empty,
            directory -> BlocktierServer.overFiles(directory, false)),
        new GatewayContender(
            "blocktier-cached",
            () -> ours,
            "`serve --config`: a cache over packed segments over files, all with their defaults",
            "power cut: the journal of the cache is forced before it is acknowledged",
            server -> TravelTimes.of(server, "until it is in a segment, forced as well"),
            PLAIN,
            Optional::empty,
            BlocktierServer::overCache),
        script("s3proxy", ScriptServer.S3PROXY, PLAIN, "filesystem-nio2, aws-v4", UNFORCED, NEVER),
        script(
            "s3mock",
            ScriptServer.S3MOCK,
            Set.of(Verb.GET, Verb.PUT),
            "files; checks no signature; not asked for many keys, which take it minutes to take",
            UNFORCED,
            NEVER),
        script(
            "ceph-rgw",
            ScriptServer.CEPH_RGW,
            PLAIN,
            "one monitor, one OSD over BlueStore in a file, beast with 64 threads, no cephx",
            "power cut: BlueStore syncs its log before it is acknowledged; one copy",
            server -> DurableLag.none("synced before it is acknowledged, and goes nowhere else")),
        new GatewayContender(
            "nginx",
            NginxServer::version,
            "one worker, sendfile, open files cached; checks no signature, reads alone",
            "writes nothing",
            NEVER,
            Set.of(Verb.GET),
            NginxServer::absence,
            NginxServer::start));
  }

  private static Contender script(
      String name,
      ScriptServer server,
      Set<Verb> verbs,
      String settings,
      String durability,
      GatewayContender.Lag lag) {
    return new GatewayContender(
        name, server::version, settings, durability, lag, verbs, server::absence, server::start);
  }

  @Override
  public String floor() {
    return "nginx";
  }

  @Override
  public Figure headline() {
    return Figure.rate("operations");
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure("megabytes", "bytes", "MB/s", true),
        new Figure("p50", "p50", "µs", false),
        new Figure("p99", "p99", "µs", false));
  }
}
