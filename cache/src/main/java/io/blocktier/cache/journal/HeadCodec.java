package io.blocktier.cache.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Heads as bytes; docs/format.md describes them. */
final class HeadCodec {

  static final int MAGIC = 0x42544A52;
  private static final byte VERSION = 1;
  private static final int VERSION_AT = 8;
  private static final int KEY_LENGTH_AT = 10;
  private static final int ATTRIBUTES_LENGTH_AT = 12;
  private static final int CRC_AT = 4;

  /** Tells that no head begins somewhere. */
  static final int NONE = -1;

  private final JournalId journal;

  HeadCodec(JournalId journal) {
    this.journal = journal;
  }

  /** Writes a head at the position of a buffer. */
  void write(Head head, long generation, long segment, long watermark, ByteBuffer target) {
    int start = target.position();
    target.putInt(MAGIC).putInt(0).put(VERSION).put(head.kind());
    target.putShort((short) head.keyBytes().length).putInt(head.attributes().length);
    target.putInt(head.payloadLength()).putInt(head.payloadCrc());
    target.putLong(generation).putLong(segment).putLong(watermark);
    target.put(head.keyBytes()).put(head.attributes()).putInt(head.bytes());
    target.putInt(start + CRC_AT, journal.checksum(target, start + VERSION_AT, target.position()));
  }

  /** Returns how long the head is that seems to begin at the position of a buffer. */
  static int length(ByteBuffer source) {
    int at = source.position();
    if (source.remaining() < Head.FIXED_BYTES
        || source.getInt(at) != MAGIC
        || source.get(at + VERSION_AT) != VERSION) {
      return NONE;
    }
    int key = source.getShort(at + KEY_LENGTH_AT);
    int attributes = source.getInt(at + ATTRIBUTES_LENGTH_AT);
    return outside(key, Head.MAX_KEY_BYTES) || outside(attributes, Head.MAX_ATTRIBUTES_BYTES)
        ? NONE
        : Head.FIXED_BYTES + key + attributes + Head.LENGTH_BYTES;
  }

  /** Reads the head that begins at the position of a buffer, or null if it is none. */
  @Nullable Stamped read(ByteBuffer source) {
    int length = length(source);
    int start = source.position();
    return length == NONE
            || source.remaining() < length
            || journal.checksum(source, start + VERSION_AT, start + length)
                != source.getInt(start + CRC_AT)
        ? null
        : decode(source.duplicate().position(start + VERSION_AT + 1));
  }

  private static @Nullable Stamped decode(ByteBuffer source) {
    byte kind = source.get();
    byte[] key = new byte[source.getShort()];
    byte[] attributes = new byte[source.getInt()];
    int payloadLength = source.getInt();
    int payloadCrc = source.getInt();
    long generation = source.getLong();
    long segment = source.getLong();
    long watermark = source.getLong();
    source.get(key).get(attributes);
    Head head = new Head(kind, key, attributes, payloadLength, payloadCrc);
    return payloadLength < 0 ? null : new Stamped(head, generation, segment, watermark);
  }

  private static boolean outside(int length, int max) {
    return length < 0 || length > max;
  }

  /** A head with what the journal added to it. */
  record Stamped(Head head, long generation, long segment, long watermark) {}
}
