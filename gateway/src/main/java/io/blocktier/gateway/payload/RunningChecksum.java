package io.blocktier.gateway.payload;

/** A checksum in the making. Not thread-safe. */
public interface RunningChecksum {

  /**
   * Goes on.
   *
   * @param bytes where the next bytes are
   * @param offset from which on
   * @param length how many
   */
  void update(byte[] bytes, int offset, int length);

  /**
   * Returns the checksum of everything so far and starts anew.
   *
   * @return most significant byte first
   */
  byte[] finish();
}
