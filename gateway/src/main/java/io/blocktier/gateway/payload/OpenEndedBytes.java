package io.blocktier.gateway.payload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Bytes whose number only their end tells.
 *
 * @param in where they come from
 */
record OpenEndedBytes(InputStream in) implements BodyBytes {

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return in.read(target, offset, length);
  }

  @Override
  public Map<String, String> trailers() {
    return Map.of();
  }
}
