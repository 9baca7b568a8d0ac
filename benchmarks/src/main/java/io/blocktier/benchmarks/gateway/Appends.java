package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.wire.Signer;
import java.io.IOException;
import java.util.Map;

/** Objects of a directory bucket grow, one of each connection at a time. */
final class Appends implements Workload {

  /** A little less than an object may have. */
  private static final int MAX_APPENDS = 9_000;

  private final DirectoryBucket bucket;
  private final byte[] bytes;
  private final int[] next;

  Appends(DirectoryBucket bucket, byte[] bytes, int connections) {
    this.bucket = bucket;
    this.bytes = bytes;
    this.next = new int[connections];
  }

  @Override
  public void prepare() throws IOException {
    bucket.make();
  }

  @Override
  public Errand errand(int connection) throws IOException {
    Signer signer = bucket.signerOfSession();
    return wire -> {
      int count = next[connection];
      String path = bucket.path("append-" + connection + "-" + count / MAX_APPENDS);
      String offset = Long.toString(count % MAX_APPENDS * (long) bytes.length);
      Map<String, String> headers = Map.of("x-amz-write-offset-bytes", offset);
      wire.send(signer.head("PUT", path, "", bytes.length, headers), bytes);
      next[connection] = count + 1;
      return 1;
    };
  }
}
