package io.blocktier.benchmarks.peers.hadoop;

import io.blocktier.benchmarks.client.Client;
import io.blocktier.benchmarks.server.Server;
import java.io.IOException;

/** Opens S3A with its classic streams, which read what they are asked for. */
public final class S3aClassic implements Client.Opening {

  /** Found as a service. */
  public S3aClassic() {}

  @Override
  public Client open(Server server, int inFlight) throws IOException {
    return S3a.open(server, inFlight, "classic");
  }
}
