package io.blocktier.benchmarks.peers.hadoop;

import io.blocktier.benchmarks.client.Client;
import io.blocktier.benchmarks.server.Server;
import java.io.IOException;

/** Opens S3A with the streams that it has by itself, those of the analytics accelerator. */
public final class S3aDefault implements Client.Opening {

  /** Found as a service. */
  public S3aDefault() {}

  @Override
  public Client open(Server server, int inFlight) throws IOException {
    return S3a.open(server, inFlight, S3a.DEFAULT_STREAMS);
  }
}
