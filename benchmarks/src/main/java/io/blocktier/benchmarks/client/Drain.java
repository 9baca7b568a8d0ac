package io.blocktier.benchmarks.client;

import java.io.IOException;
import java.io.InputStream;

/** Reads a stream to its end, and keeps nothing. Called by one thread. */
final class Drain {

  private final byte[] buffer = new byte[64 << 10];

  static Drain[] ofThreads(int count) {
    Drain[] drains = new Drain[count];
    for (int i = 0; i < count; i++) {
      drains[i] = new Drain();
    }
    return drains;
  }

  /** Returns how long it was. */
  long drain(InputStream in) throws IOException {
    long all = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      all += count;
    }
    return all;
  }
}
