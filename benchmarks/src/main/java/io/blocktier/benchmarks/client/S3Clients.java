package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.measure.Versions;
import io.blocktier.benchmarks.peer.PeerContender;
import io.blocktier.benchmarks.peer.World;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.blockstore.s3.S3StoreProvider;
import io.minio.MinioClient;
import java.util.ArrayList;
import java.util.List;
import org.apache.opendal.Operator;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.s3.analyticsaccelerator.S3SeekableInputStreamFactory;

/** Clients of S3, beside the same servers. */
public final class S3Clients implements Scenario {

  private static final int[] IN_FLIGHT = {1, 16, 64};
  private static final int[] DELAYS = {0, 5, 30};

  /** Makes the scenario. */
  public S3Clients() {}

  @Override
  public String name() {
    return "s3-client";
  }

  @Override
  public String description() {
    return "A client in this process, a server in another, plain http over loopback. CPU and"
        + " allocation are the client's. The canned server keeps nothing, has every answer ready,"
        + " and counts what it is asked for by each operation; the gateway keeps blocks in memory;"
        + " both answer 5 or 30 ms later where the cell says so. S3Proxy keeps files, Ceph its"
        + " BlueStore. RANGE reads 64 KiB of 4 MiB anywhere. Each caller has an object of its own"
        + " and one operation at a time; at most 16 have 64 MiB, since those who read into memory"
        + " would need 4 GiB for 64, and one beside a server that keeps what it gets.";
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (ServerKind server : ServerKind.values()) {
      for (int millis : DELAYS) {
        if (server.present() && (millis == 0 || server.delays())) {
          cells(server, millis, cells);
        }
      }
    }
    return cells;
  }

  private static void cells(ServerKind server, int millis, List<Cell> cells) {
    for (int inFlight : IN_FLIGHT) {
      for (Transfer transfer : new Transfer[] {Transfer.PUT, Transfer.GET}) {
        cells.add(ClientCell.cell(transfer, "4KiB", 4 << 10, inFlight, server, millis));
        cells.add(ClientCell.cell(transfer, "256KiB", 256 << 10, inFlight, server, millis));
        cells.add(ClientCell.cell(transfer, "4MiB", 4 << 20, inFlight, server, millis));
        if (inFlight <= (server.keeps() ? 1 : 16)) {
          cells.add(ClientCell.cell(transfer, "64MiB", 64 << 20, inFlight, server, millis));
        }
      }
      cells.add(ClientCell.cell(Transfer.RANGE, "64KiB", 4 << 20, inFlight, server, millis));
    }
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>(ours());
    contenders.addAll(ofTheSdk());
    contenders.addAll(others());
    contenders.addAll(overTheSdk());
    return contenders;
  }

  private static List<Contender> ours() {
    String version = Versions.of(S3StoreProvider.class);
    return List.of(
        new ClientContender(
            "blocktier",
            version,
            "s3: with its defaults, all layers, which sign no payload on the machine itself and"
                + " behind TLS; reads into a buffer of the caller's",
            (server, inFlight) -> new BlocktierClient(server, inFlight, "auto")),
        new ClientContender(
            "blocktier-signed",
            version,
            "the same with payload_signing: always, as the synchronous SDK does where there is no"
                + " TLS",
            (server, inFlight) -> new BlocktierClient(server, inFlight, "always")));
  }

  private static List<Contender> ofTheSdk() {
    return List.of(
        new ClientContender(
            "sdk-sync",
            Versions.of(S3Client.class),
            "S3Client over Apache 5, 200 connections, else defaults; streams are read and dropped",
            SyncSdk::new),
        new ClientContender(
            "sdk-netty",
            Versions.of(S3Client.class),
            "S3AsyncClient over Netty, 200 connections, else defaults; bytes are counted and"
                + " dropped",
            (server, _) -> new AsyncSdk(Sdk.netty(server), server)),
        new ClientContender(
            "sdk-crt",
            Versions.of(CRT.class),
            "S3AsyncClient.crtBuilder with its defaults; bytes are counted and dropped",
            (server, _) -> new AsyncSdk(Sdk.crt(server), server)),
        new ClientContender(
            "transfer-manager",
            Versions.of(S3TransferManager.class),
            "over the CRT client with its defaults; bytes are counted and dropped",
            (server, _) -> new Manager(server)));
  }

  private static List<Contender> others() {
    return List.of(
        new ClientContender(
            "opendal",
            Versions.of(Operator.class),
            "blocking operator with its defaults, callers are threads of the system; reads into an"
                + " array; sends no checksum",
            List.of(Transfer.values()),
            false,
            (server, _) -> new OpenDal(server)),
        new ClientContender(
            "minio",
            Versions.of(MinioClient.class),
            "with its defaults; streams are read and dropped",
            Minio::new));
  }

  /** Layers over the SDK, of which Hadoop and Iceberg need other libraries than we do. */
  private static List<Contender> overTheSdk() {
    World hadoop = World.of("hadoop");
    String s3a =
        "; fast.upload.buffer=bytebuffer with parts of 8 MiB, files created with"
            + " create.performance, opened as whole-file or random, their length known; else"
            + " defaults (500 connections, audited)";
    return List.of(
        new ClientContender(
            "accelerator",
            Versions.of(S3SeekableInputStreamFactory.class),
            "the analytics accelerator over the CRT client with its defaults, reads alone: asks for"
                + " the head, has objects of up to 8 MiB in memory as a whole, and ranges of them"
                + " for a second",
            List.of(Transfer.GET, Transfer.RANGE),
            true,
            Accelerator::new),
        peer(
            "s3a",
            hadoop,
            "hadoop-aws",
            "S3aDefault",
            "streams of the analytics accelerator, as it has by itself, which asks for the head,"
                + " has objects of up to 8 MiB in memory as a whole, and ranges of them for a"
                + " second"
                + s3a),
        peer("s3a-classic", hadoop, "hadoop-aws", "S3aClassic", "input.stream.type=classic" + s3a),
        peer(
            "iceberg",
            World.of("iceberg"),
            "iceberg-aws",
            "FileIoOpening",
            "S3FileIO with its own clients (Apache 4, 200 connections), files opened with their"
                + " length; writes go through a file below java.io.tmpdir, as always; else"
                + " defaults"));
  }

  private static Contender peer(
      String name, World world, String library, String provider, String settings) {
    return new PeerContender(
        world,
        new ClientContender(
            name,
            world.version(library),
            settings,
            (server, callers) -> world.load(Client.Opening.class, provider).open(server, callers)));
  }

  @Override
  public String floor() {
    return "sdk-sync";
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
        new Figure("p99", "p99", "µs", false),
        new Figure("puts", "PUT", "each", false),
        new Figure("gets", "GET", "each", false),
        new Figure("others", "others", "each", false),
        new Figure("received", "received", "B each", false),
        new Figure("sent", "sent", "B each", false));
  }
}
