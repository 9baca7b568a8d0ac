package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.wire.Signer;
import java.io.IOException;

/** Whole objects are written over those that were there, by each connection over its own. */
final class Puts implements Workload {

  private static final int OBJECTS = 1024;
  private static final long WORKING_SET = 256L << 20;

  private final Bucket bucket;
  private final byte[] bytes;
  private final int connections;
  private final int ofEach;

  Puts(Bucket bucket, byte[] bytes, int connections) {
    this.bucket = bucket;
    this.bytes = bytes;
    this.connections = connections;
    long objects = Math.min(OBJECTS, WORKING_SET / bytes.length);
    this.ofEach = (int) Math.max(1, objects / connections);
  }

  private static String key(int object) {
    return "put/object-" + object;
  }

  @Override
  public void prepare() throws IOException {
    bucket.fill(ofEach * connections, Puts::key, bytes);
  }

  @Override
  public Errand errand(int connection) {
    Signer signer = bucket.signer();
    byte[][] heads = new byte[ofEach][];
    for (int i = 0; i < ofEach; i++) {
      String path = bucket.path(key(connection * ofEach + i));
      heads[i] = signer.head("PUT", path, "", bytes.length);
    }
    int[] next = {0};
    return wire -> {
      wire.send(heads[next[0]++ % ofEach], bytes);
      return 1;
    };
  }
}
