package io.blocktier.gateway.payload;

import java.io.IOException;
import java.util.Map;

/** A body without framing. */
final class PlainBytes implements BodyBytes {

  private final RawBody raw;
  private long remaining;

  PlainBytes(RawBody raw, long length) {
    this.raw = raw;
    remaining = length;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int count = raw.readSome(target, offset, (int) Math.min(length, remaining));
    remaining -= count;
    return count;
  }

  @Override
  public Map<String, String> trailers() {
    return Map.of();
  }
}
