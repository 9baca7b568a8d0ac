package io.blocktier.journal;

import io.blocktier.blockstore.BlockKey;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the payload of a record: a fixed part, the key, the attributes and, once more,
 * its own length, by which it is found from the payload.
 */
final class Head {

  static final int FIXED_BYTES = 48;
  static final int LENGTH_BYTES = 4;
  static final int MAX_KEY_BYTES = BlockKey.MAX_BYTES;
  static final int MAX_ATTRIBUTES_BYTES = 1 << 16;
  static final int MAX_BYTES = FIXED_BYTES + MAX_KEY_BYTES + MAX_ATTRIBUTES_BYTES + LENGTH_BYTES;

  private static final int ALIGNMENT = 8;

  private final byte kind;
  private final byte[] key;
  private final byte[] attributes;
  private final int payloadLength;
  private final int payloadCrc;

  Head(byte kind, byte[] key, byte[] attributes, int payloadLength, int payloadCrc) {
    this.kind = kind;
    this.key = key;
    this.attributes = attributes;
    this.payloadLength = payloadLength;
    this.payloadCrc = payloadCrc;
  }

  /** Returns the head of a draft, whose sizes it checks. */
  static Head of(Draft draft, int maxRecordBytes) {
    byte[] key = draft.key().getBytes(StandardCharsets.UTF_8);
    long payload = draft.payloadBytes();
    check(key.length <= MAX_KEY_BYTES, "key", key.length);
    check(
        draft.attributes().length <= MAX_ATTRIBUTES_BYTES, "attributes", draft.attributes().length);
    check(payload <= maxRecordBytes, "payload", payload);
    return new Head(draft.kind(), key, draft.attributes(), (int) payload, draft.checksum().value());
  }

  private static void check(boolean fits, String what, long bytes) {
    if (!fits) {
      throw new IllegalArgumentException(what + " too long for a record: " + bytes + " bytes");
    }
  }

  byte kind() {
    return kind;
  }

  byte[] keyBytes() {
    return key;
  }

  String key() {
    return new String(key, StandardCharsets.UTF_8);
  }

  byte[] attributes() {
    return attributes;
  }

  int payloadLength() {
    return payloadLength;
  }

  int payloadCrc() {
    return payloadCrc;
  }

  /** Returns the bytes of the head itself. */
  int bytes() {
    return FIXED_BYTES + key.length + attributes.length + LENGTH_BYTES;
  }

  /** Returns the bytes from this record to the next one. */
  int recordBytes() {
    return bytes() + payloadLength + padding();
  }

  /** Returns the zero bytes behind the payload. */
  int padding() {
    return -(bytes() + payloadLength) & (ALIGNMENT - 1);
  }

  /** Returns where the next record begins behind one of some bytes, padding not counted. */
  static long padded(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Returns where the payload of a record is that begins at an offset of a segment. */
  Position position(long segment, int offset) {
    return new Position(segment, offset + bytes(), payloadLength, payloadCrc);
  }
}
