package io.blocktier.benchmarks.gateway;

import java.io.IOException;

/** Sessions are asked for. */
final class Sessions implements Workload {

  private final DirectoryBucket bucket;

  Sessions(DirectoryBucket bucket) {
    this.bucket = bucket;
  }

  @Override
  public void prepare() throws IOException {
    bucket.make();
  }

  @Override
  public Errand errand(int connection) {
    byte[] head = bucket.askForSession();
    return wire -> {
      wire.send(head);
      return 1;
    };
  }
}
