package io.blocktier.benchmarks.peers.iceberg;

import io.blocktier.benchmarks.client.Client;
import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.wire.Keys;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIO;

/** Opens Iceberg's S3FileIO on a server. */
public final class FileIoOpening implements Client.Opening {

  /** As many connections as the store of ours has; the default of 50 would be too few for 64. */
  private static final String CONNECTIONS = "200";

  /** Found as a service. */
  public FileIoOpening() {}

  @Override
  public Client open(Server server, int inFlight) {
    Keys keys = server.keys().orElseThrow();
    S3FileIO files = new S3FileIO();
    files.initialize(
        Map.of(
            "s3.endpoint",
            server.uri().toString(),
            "client.region",
            "us-east-1",
            "s3.path-style-access",
            "true",
            "s3.access-key-id",
            keys.id(),
            "s3.secret-access-key",
            keys.secret(),
            "http-client.apache.max-connections",
            CONNECTIONS));
    return new FileIo(files, server.bucket(), inFlight);
  }
}
