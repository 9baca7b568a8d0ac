package io.blocktier.gateway.payload;

/** A checksum in the making. Not thread-safe. */
interface RunningChecksum {

  void update(byte[] bytes, int offset, int length);

  /** Returns the checksum of everything so far, most significant byte first, and starts anew. */
  byte[] finish();
}
