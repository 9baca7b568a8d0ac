package io.blocktier.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Heads as bytes; docs/format.md describes them. Not thread-safe. */
final class HeadCodec {

  static final int MAGIC = 0x42544A52;
  static final int KIND_AT = 9;
  static final int KEY_LENGTH_AT = 10;
  static final int ATTRIBUTES_LENGTH_AT = 12;
  static final int PAYLOAD_LENGTH_AT = 16;
  static final int PAYLOAD_CRC_AT = 20;
  static final int GENERATION_AT = 24;
  static final int SEGMENT_AT = 32;
  static final int WATERMARK_AT = 40;

  private static final byte VERSION = 1;
  private static final int VERSION_AT = 8;
  private static final int CRC_AT = 4;

  /** Tells that no head begins somewhere. */
  static final int NONE = -1;

  private final byte[] journal;
  private final CRC32C crc = new CRC32C();

  HeadCodec(JournalId journal) {
    this.journal = journal.bytes();
  }

  /** Writes a head at the position of a buffer. */
  void write(Head head, long generation, long segment, long watermark, ByteBuffer target) {
    int start = target.position();
    target.putInt(MAGIC).putInt(0).put(VERSION).put(head.kind());
    target.putShort((short) head.keyBytes().length).putInt(head.attributes().length);
    target.putInt(head.payloadLength()).putInt(head.payloadCrc());
    target.putLong(generation).putLong(segment).putLong(watermark);
    target.put(head.keyBytes()).put(head.attributes()).putInt(head.bytes());
    target.putInt(start + CRC_AT, checksum(target, start, target.position() - start));
  }

  /** Returns the checksum of the journal's id and a head. */
  private int checksum(ByteBuffer bytes, int start, int length) {
    crc.reset();
    crc.update(journal, 0, journal.length);
    if (bytes.hasArray()) {
      crc.update(bytes.array(), bytes.arrayOffset() + start + VERSION_AT, length - VERSION_AT);
    } else {
      crc.update(bytes.duplicate().limit(start + length).position(start + VERSION_AT));
    }
    return (int) crc.getValue();
  }

  /** Returns how long the head is that seems to begin in an array, which has its fixed part. */
  static int length(byte[] bytes, int from) {
    if (BigEndian.intAt(bytes, from) != MAGIC || bytes[from + VERSION_AT] != VERSION) {
      return NONE;
    }
    int key = BigEndian.shortAt(bytes, from + KEY_LENGTH_AT);
    int attributes = BigEndian.intAt(bytes, from + ATTRIBUTES_LENGTH_AT);
    return outside(key, Head.MAX_KEY_BYTES) || outside(attributes, Head.MAX_ATTRIBUTES_BYTES)
        ? NONE
        : Head.FIXED_BYTES + key + attributes + Head.LENGTH_BYTES;
  }

  /** Tells whether the head of a length that begins in an array, which has it, is as written. */
  boolean holds(byte[] bytes, int from, int length) {
    crc.reset();
    crc.update(journal, 0, journal.length);
    crc.update(bytes, from + VERSION_AT, length - VERSION_AT);
    return (int) crc.getValue() == BigEndian.intAt(bytes, from + CRC_AT)
        && BigEndian.intAt(bytes, from + PAYLOAD_LENGTH_AT) >= 0;
  }

  /** Reads the head that begins at the position of a buffer on the heap, or null if it is none. */
  @Nullable RecordView read(ByteBuffer source) {
    byte[] bytes = source.array();
    int from = source.arrayOffset() + source.position();
    int length = source.remaining() < Head.FIXED_BYTES ? NONE : length(bytes, from);
    if (length == NONE || source.remaining() < length || !holds(bytes, from, length)) {
      return null;
    }
    RecordView view = new RecordView();
    view.show(bytes, from, 0);
    return view;
  }

  private static boolean outside(int length, int max) {
    return length < 0 || length > max;
  }
}
