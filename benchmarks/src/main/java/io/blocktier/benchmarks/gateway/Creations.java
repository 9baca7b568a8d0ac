package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.wire.Signer;
import java.io.IOException;

/** Objects are written that are not there yet, in a folder of each connection. */
final class Creations implements Workload {

  private final Bucket bucket;
  private final byte[] bytes;
  private final int[] next;

  Creations(Bucket bucket, byte[] bytes, int connections) {
    this.bucket = bucket;
    this.bytes = bytes;
    this.next = new int[connections];
  }

  @Override
  public void prepare() {}

  @Override
  public Errand errand(int connection) throws IOException {
    Signer signer = bucket.signer();
    return wire -> {
      String path = bucket.path("new/" + connection + "/object-" + next[connection]++);
      wire.send(signer.head("PUT", path, "", bytes.length), bytes);
      return 1;
    };
  }
}
