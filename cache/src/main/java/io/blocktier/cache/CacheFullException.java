package io.blocktier.cache;

import java.io.IOException;
import java.io.Serial;

/** There are as many blocks as there may be. */
final class CacheFullException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  CacheFullException(long blocks) {
    super("all of the " + blocks + " blocks that may be cached wait for the store");
  }

  CacheFullException(long blocks, IOException cause) {
    super("more than the " + blocks + " blocks that fit wait for the store", cause);
  }
}
