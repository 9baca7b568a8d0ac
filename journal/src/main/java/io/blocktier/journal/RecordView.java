package io.blocktier.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A view of what a journal knows of a record: its head, in an array of bytes, and where its payload
 * is. Whoever goes through millions of records moves one view from each to the next, and makes
 * objects of what it needs. Not thread-safe.
 */
public final class RecordView {

  private byte[] bytes = new byte[Head.FIXED_BYTES];
  private int start;
  private int payloadOffset;
  private long generation;
  private long segment;
  private int keyLength;
  private int attributesLength;
  private int payloadLength;

  /** Makes a view that shows nothing yet. */
  public RecordView() {}

  /**
   * Shows a record.
   *
   * @param head an array with the head of the record, which is not copied
   * @param from where the head begins in it
   * @param payload where the payload begins in the record's segment
   */
  public void show(byte[] head, int from, int payload) {
    this.bytes = head;
    this.start = from;
    this.payloadOffset = payload;
    this.keyLength = BigEndian.shortAt(head, from + HeadCodec.KEY_LENGTH_AT);
    this.attributesLength = BigEndian.intAt(head, from + HeadCodec.ATTRIBUTES_LENGTH_AT);
    this.payloadLength = BigEndian.intAt(head, from + HeadCodec.PAYLOAD_LENGTH_AT);
    this.generation = BigEndian.longAt(head, from + HeadCodec.GENERATION_AT);
    this.segment = BigEndian.longAt(head, from + HeadCodec.SEGMENT_AT);
  }

  /**
   * Returns a view of a record that no file has.
   *
   * @param generation the record's number
   * @param position where its payload is
   * @param kind what it means
   * @param key whom it concerns
   * @param attributes what is kept beside the payload
   * @return the view
   */
  public static RecordView of(
      long generation, Position position, byte kind, String key, byte[] attributes) {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    Head head = new Head(kind, utf8, attributes, position.length(), position.crc32c());
    ByteBuffer target = ByteBuffer.allocate(head.bytes());
    new HeadCodec(new JournalId(0, 0)).write(head, generation, position.segment(), 0, target);
    RecordView view = new RecordView();
    view.show(target.array(), 0, position.offset());
    return view;
  }

  /**
   * Returns the record's number.
   *
   * @return its generation
   */
  public long generation() {
    return generation;
  }

  /**
   * Returns where the payload is.
   *
   * @return its position, which stays true when the view moves on
   */
  public Position position() {
    return new Position(segment, payloadOffset, payloadLength, payloadCrc());
  }

  /**
   * Returns what the record means.
   *
   * @return the kind its writer gave it
   */
  public byte kind() {
    return bytes[start + HeadCodec.KIND_AT];
  }

  /**
   * Returns whom the record concerns.
   *
   * @return the key
   */
  public String key() {
    return new String(bytes, keyFrom(), keyLength(), StandardCharsets.UTF_8);
  }

  /**
   * Returns what is kept beside the payload.
   *
   * @return a copy of the attributes
   */
  public byte[] attributes() {
    return Arrays.copyOfRange(bytes, attributesFrom(), attributesFrom() + attributesLength());
  }

  /**
   * Returns the array that the view shows a part of.
   *
   * @return the bytes, which the caller does not change
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Returns where the head begins.
   *
   * @return an index of {@link #bytes()}
   */
  public int from() {
    return start;
  }

  /**
   * Returns how long the head is.
   *
   * @return its bytes
   */
  public int length() {
    return Head.FIXED_BYTES + keyLength + attributesLength + Head.LENGTH_BYTES;
  }

  /**
   * Returns where the payload begins.
   *
   * @return an offset in the record's segment
   */
  public int payloadOffset() {
    return payloadOffset;
  }

  /**
   * Returns where the key begins.
   *
   * @return an index of {@link #bytes()}
   */
  public int keyFrom() {
    return start + Head.FIXED_BYTES;
  }

  /**
   * Returns how long the key is.
   *
   * @return its bytes of UTF-8
   */
  public int keyLength() {
    return keyLength;
  }

  /**
   * Returns where the attributes begin.
   *
   * @return an index of {@link #bytes()}
   */
  public int attributesFrom() {
    return keyFrom() + keyLength;
  }

  /**
   * Returns how long the attributes are.
   *
   * @return their bytes
   */
  public int attributesLength() {
    return attributesLength;
  }

  /**
   * Returns how long the payload is.
   *
   * @return its bytes
   */
  public int payloadLength() {
    return payloadLength;
  }

  /**
   * Returns the checksum of the payload.
   *
   * @return its CRC-32C
   */
  public int payloadCrc() {
    return BigEndian.intAt(bytes, start + HeadCodec.PAYLOAD_CRC_AT);
  }

  /**
   * Returns where the record is.
   *
   * @return the number of its segment
   */
  public long segment() {
    return segment;
  }

  long watermark() {
    return BigEndian.longAt(bytes, start + HeadCodec.WATERMARK_AT);
  }

  /** Returns the bytes from this record to the next one. */
  long recordBytes() {
    return Head.padded((long) length() + payloadLength);
  }
}
