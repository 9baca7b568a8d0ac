package io.blocktier.gateway.payload;

import java.io.IOException;
import java.util.Map;

/** The bytes that a body carries, out of their framing. Not thread-safe. */
interface BodyBytes {

  /** Reads at least one byte, or returns -1 once the end is there and the framing was right. */
  int read(byte[] target, int offset, int length) throws IOException;

  /** Returns what followed the bytes, by name in lower case; known at their end. */
  Map<String, String> trailers();
}
