package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PutId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a version beside its bytes. It travels with them, so that the etag is the same
 * wherever compaction and moves bring the record.
 *
 * @param version 64 random bits; as hexadecimal digits the etag
 * @param size the version's bytes
 * @param modifiedMillis when it was written
 * @param checksum of all bytes, where somebody has seen them all
 * @param putId names the write
 * @param object the number of the object that has the bytes, where they are not packed
 * @param metadata what the writer keeps beside the block
 */
record BlockHead(
    long version,
    long size,
    long modifiedMillis,
    Optional<Crc32c> checksum,
    Optional<PutId> putId,
    Optional<String> object,
    Metadata metadata) {

  private static final byte FORMAT = 1;
  private static final int CHECKSUM = 1;
  private static final int PUT_ID = 2;
  private static final int OBJECT = 4;
  private static final int FIXED_BYTES = 2 + 3 * Long.BYTES;
  private static final int ID_BYTES = 16;
  private static final int COUNT_BYTES = Short.BYTES;
  private static final int PAIR_BYTES = Byte.BYTES + Short.BYTES;

  /** The longest head: each pair of metadata has a name of a character at least. */
  static final int MAX_BYTES =
      FIXED_BYTES
          + Integer.BYTES
          + 2 * ID_BYTES
          + COUNT_BYTES
          + Metadata.MAX_BYTES * (1 + PAIR_BYTES);

  Etag etag() {
    return Etag.of(HexFormat.of().toHexDigits(version));
  }

  BlockStat stat(BlockKey key) {
    return new BlockStat(
        key,
        size,
        etag(),
        Instant.ofEpochMilli(modifiedMillis),
        checksum,
        metadata,
        Optional.empty(),
        putId);
  }

  int encodedBytes() {
    int bytes = FIXED_BYTES + COUNT_BYTES;
    bytes += checksum.isPresent() ? Integer.BYTES : 0;
    bytes += putId.isPresent() ? ID_BYTES : 0;
    bytes += object.isPresent() ? ID_BYTES : 0;
    for (Map.Entry<String, String> pair : metadata.entries().entrySet()) {
      bytes += PAIR_BYTES + pair.getKey().length() + pair.getValue().length(); // both are ASCII
    }
    return bytes;
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(encodedBytes());
    encode(bytes);
    return bytes.flip();
  }

  void encode(ByteBuffer target) {
    target.put(FORMAT);
    target.put((byte) flags());
    target.putLong(version).putLong(size).putLong(modifiedMillis);
    checksum.ifPresent(crc -> target.putInt(crc.value()));
    putId.ifPresent(id -> target.put(HexFormat.of().parseHex(id.value())));
    object.ifPresent(id -> target.put(HexFormat.of().parseHex(id)));
    target.putShort((short) metadata.entries().size());
    for (Map.Entry<String, String> pair : metadata.entries().entrySet()) {
      target.put((byte) pair.getKey().length());
      target.put(pair.getKey().getBytes(StandardCharsets.US_ASCII));
      target.putShort((short) pair.getValue().length());
      target.put(pair.getValue().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private int flags() {
    return (checksum.isPresent() ? CHECKSUM : 0)
        | (putId.isPresent() ? PUT_ID : 0)
        | (object.isPresent() ? OBJECT : 0);
  }

  /**
   * Reads what {@link #encode} wrote, and moves the position behind it.
   *
   * @throws IllegalArgumentException if it did not write that
   */
  static BlockHead decode(ByteBuffer source) {
    try {
      int format = source.get();
      int flags = source.get();
      if (format != FORMAT || (flags & ~(CHECKSUM | PUT_ID | OBJECT)) != 0) {
        throw new IllegalArgumentException("a head of format " + format + ", flags " + flags);
      }
      BlockHead head =
          new BlockHead(
              source.getLong(),
              source.getLong(),
              source.getLong(),
              (flags & CHECKSUM) == 0 ? Optional.empty() : Optional.of(new Crc32c(source.getInt())),
              id(flags & PUT_ID, source).map(PutId::new),
              id(flags & OBJECT, source),
              metadata(source));
      if (head.size < 0) {
        throw new IllegalArgumentException("a block of " + head.size + " bytes");
      }
      return head;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the head of a block ends early", e);
    }
  }

  private static Optional<String> id(int flag, ByteBuffer source) {
    if (flag == 0) {
      return Optional.empty();
    }
    byte[] id = new byte[ID_BYTES];
    source.get(id);
    return Optional.of(HexFormat.of().formatHex(id));
  }

  private static Metadata metadata(ByteBuffer source) {
    int count = Short.toUnsignedInt(source.getShort());
    SortedMap<String, String> pairs = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String name = text(Byte.toUnsignedInt(source.get()), source);
      pairs.put(name, text(Short.toUnsignedInt(source.getShort()), source));
    }
    return Metadata.of(pairs);
  }

  private static String text(int length, ByteBuffer source) {
    byte[] text = new byte[Math.min(length, source.remaining() + 1)];
    source.get(text);
    return new String(text, StandardCharsets.US_ASCII);
  }
}
