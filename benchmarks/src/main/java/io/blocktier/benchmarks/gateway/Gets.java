package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.wire.Signer;
import io.blocktier.benchmarks.wire.Wire;
import java.io.IOException;
import java.util.Arrays;

/** Whole objects are read, round and round. */
final class Gets implements Workload {

  private static final long WORKING_SET = 64L << 20;
  private static final int MAX_OBJECTS = 256;

  private final Bucket bucket;
  private final byte[] bytes;
  private final int objects;

  Gets(Bucket bucket, byte[] bytes) {
    this.bucket = bucket;
    this.bytes = bytes;
    this.objects = (int) Math.min(MAX_OBJECTS, WORKING_SET / bytes.length);
  }

  private static String key(int object) {
    return "get/object-" + object;
  }

  @Override
  public void prepare() throws IOException {
    bucket.fill(objects, Gets::key, bytes);
    try (Wire wire = bucket.connect()) {
      byte[] got = wire.ask(bucket.signer().head("GET", bucket.path(key(0)), "", 0), new byte[0]);
      if (!Arrays.equals(got, bytes)) {
        throw new IOException("an object has other bytes than were put");
      }
    }
  }

  @Override
  public Errand errand(int connection) {
    Signer signer = bucket.signer();
    byte[][] heads = new byte[objects][];
    for (int i = 0; i < objects; i++) {
      heads[i] = signer.head("GET", bucket.path(key(i)), "", 0);
    }
    int[] next = {connection};
    return wire -> {
      long length = wire.send(heads[next[0]++ % objects]);
      if (length != bytes.length) {
        throw new IOException("an object is " + length + " bytes long");
      }
      return 1;
    };
  }
}
