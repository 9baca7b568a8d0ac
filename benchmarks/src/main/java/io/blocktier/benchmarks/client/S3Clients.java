package io.blocktier.benchmarks.client;

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
    return List.of(
        new ClientContender(
            "blocktier",
            S3StoreProvider.class,
            "s3: with its defaults, all layers, which sign no payload on the machine itself and behind"
                + " TLS; reads into a buffer of the caller's",
            true,
            (server, inFlight) -> new BlocktierClient(server, inFlight, "auto")),
        new ClientContender(
            "blocktier-signed",
            S3StoreProvider.class,
            "the same with payload_signing: always, as the synchronous SDK does where there is no TLS",
            true,
            (server, inFlight) -> new BlocktierClient(server, inFlight, "always")),
        new ClientContender(
            "sdk-sync",
            S3Client.class,
            "S3Client over Apache 5, 200 connections, else defaults; streams are read and dropped",
            true,
            SyncSdk::new),
        new ClientContender(
            "sdk-netty",
            S3Client.class,
            "S3AsyncClient over Netty, 200 connections, else defaults; bytes are counted and"
                + " dropped",
            true,
            (server, _) -> new AsyncSdk(Sdk.netty(server), server)),
        new ClientContender(
            "sdk-crt",
            CRT.class,
            "S3AsyncClient.crtBuilder with its defaults; bytes are counted and dropped",
            true,
            (server, _) -> new AsyncSdk(Sdk.crt(server), server)),
        new ClientContender(
            "transfer-manager",
            S3TransferManager.class,
            "over the CRT client with its defaults; bytes are counted and dropped",
            true,
            (server, _) -> new Manager(server)),
        new ClientContender(
            "opendal",
            Operator.class,
            "blocking operator with its defaults, callers are threads of the system; reads into an"
                + " array; sends no checksum",
            false,
            (server, _) -> new OpenDal(server)),
        new ClientContender(
            "minio",
            MinioClient.class,
            "with its defaults; streams are read and dropped",
            true,
            Minio::new));
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
