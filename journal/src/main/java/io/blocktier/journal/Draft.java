package io.blocktier.journal;

import io.blocktier.blockstore.Crc32c;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A record to be appended.
 *
 * @param kind what it means; the journal keeps it and does not look at it
 * @param key whom it concerns, as UTF-8 text of at most 1,100 bytes
 * @param attributes what is kept beside the payload, at most 64 KiB; not copied
 * @param payload the bytes; not copied, and not changed by anybody until the record is durable, or
 *     whoever waited for that was told otherwise
 * @param checksum of the payload
 */
@SuppressWarnings("ArrayRecordComponent") // drafts are handed over, never compared
public record Draft(
    byte kind, String key, byte[] attributes, List<ByteBuffer> payload, Crc32c checksum) {

  /**
   * Returns how many bytes the payload has.
   *
   * @return bytes
   */
  public long payloadBytes() {
    long bytes = 0;
    for (ByteBuffer slice : payload) {
      bytes += slice.remaining();
    }
    return bytes;
  }
}
