package io.blocktier.benchmarks.client;

import java.io.IOException;
import java.io.InputStream;

/** Reads a stream to its end, and keeps nothing. Called by one thread. */
public final class Drain {

  private final byte[] buffer = new byte[64 << 10];

  /**
   * Makes one for each thread.
   *
   * @param count how many there are
   * @return as many
   */
  public static Drain[] ofThreads(int count) {
    Drain[] drains = new Drain[count];
    for (int i = 0; i < count; i++) {
      drains[i] = new Drain();
    }
    return drains;
  }

  private Drain() {}

  /**
   * Reads a stream to its end.
   *
   * @param in the stream
   * @return how long it was
   * @throws IOException if it cannot be read
   */
  public long drain(InputStream in) throws IOException {
    long all = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      all += count;
    }
    return all;
  }
}
