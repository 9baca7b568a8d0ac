package io.blocktier.blockstore.local;

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
 * What the store keeps beside a block, in one extended attribute of its file, so that both appear
 * in one step. The layout is in {@code docs/format.md}.
 *
 * @param version 64 random bits, the etag
 * @param size the length of the block
 * @param modifiedMillis when it was written
 * @param checksum of its bytes, if known
 * @param putId the write that made it, if named
 * @param metadata the writer's
 * @param growing whether bytes may follow in the file that do not belong to the block: those of an
 *     append that was not acknowledged
 */
record BlockAttributes(
    long version,
    long size,
    long modifiedMillis,
    Optional<Crc32c> checksum,
    Optional<PutId> putId,
    Metadata metadata,
    boolean growing) {

  /** The attributes of a block that nobody has appended to. */
  BlockAttributes(
      long version,
      long size,
      long modifiedMillis,
      Optional<Crc32c> checksum,
      Optional<PutId> putId,
      Metadata metadata) {
    this(version, size, modifiedMillis, checksum, putId, metadata, false);
  }

  /** Returns those of a block whose file may be longer. */
  BlockAttributes asGrowing() {
    return new BlockAttributes(version, size, modifiedMillis, checksum, putId, metadata, true);
  }

  /** Tells whether a file of so many bytes can be that of the block. */
  boolean fits(long fileBytes) {
    return growing ? fileBytes >= size : fileBytes == size;
  }

  /**
   * Room for the largest metadata in the shortest pairs: a pair costs one byte beside its own, of
   * which a name has at least one. With no more than two, it would not fit into ext4's 4 KiB.
   */
  static final int MAX_BYTES = 2 * Metadata.MAX_BYTES + 64;

  /** Room for all but the metadata. */
  private static final int MAX_FIXED_BYTES = 64;

  private static final byte FORMAT = 1;
  private static final int HAS_CHECKSUM = 1;
  private static final int HAS_PUT_ID = 2;
  private static final int GROWING = 4;
  private static final int ALL_FLAGS = HAS_CHECKSUM | HAS_PUT_ID | GROWING;
  private static final int PUT_ID_BYTES = 16;
  private static final int NAME_ENDS = 0x80;
  private static final byte VALUE_ENDS = 0;

  /** What can be said of a file that something else wrote: any change of it changes the version. */
  static BlockAttributes foreign(Disk.Status status) {
    long version = 31 * status.modifiedMillis() + String.valueOf(status.identity()).hashCode();
    return new BlockAttributes(
        version * 31 + status.size(),
        status.size(),
        status.modifiedMillis(),
        Optional.empty(),
        Optional.empty(),
        Metadata.EMPTY);
  }

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

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(MAX_FIXED_BYTES + pairBytes());
    int flags =
        (checksum.isPresent() ? HAS_CHECKSUM : 0)
            | (putId.isPresent() ? HAS_PUT_ID : 0)
            | (growing ? GROWING : 0);
    out.put(FORMAT).put((byte) flags).putLong(version).putLong(size).putLong(modifiedMillis);
    checksum.ifPresent(crc -> out.putInt(crc.value()));
    putId.ifPresent(id -> out.put(HexFormat.of().parseHex(id.value())));
    metadata.entries().forEach((name, value) -> putPair(out, name, value));
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static BlockAttributes decode(byte[] bytes) {
    try {
      return decode(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("attribute of " + bytes.length + " bytes is cut off", e);
    }
  }

  private static BlockAttributes decode(ByteBuffer in) {
    byte format = in.get();
    if (format != FORMAT) {
      throw new IllegalArgumentException("attribute has format " + format);
    }
    int flags = in.get();
    if ((flags & ~ALL_FLAGS) != 0) {
      throw new IllegalArgumentException("attribute has unknown flags " + flags);
    }
    long version = in.getLong();
    long size = in.getLong();
    if (size < 0) {
      throw new IllegalArgumentException("attribute has size " + size);
    }
    long modifiedMillis = in.getLong();
    Optional<Crc32c> checksum =
        (flags & HAS_CHECKSUM) == 0 ? Optional.empty() : Optional.of(new Crc32c(in.getInt()));
    Optional<PutId> putId = (flags & HAS_PUT_ID) == 0 ? Optional.empty() : Optional.of(putId(in));
    boolean growing = (flags & GROWING) != 0;
    return new BlockAttributes(version, size, modifiedMillis, checksum, putId, pairs(in), growing);
  }

  private static PutId putId(ByteBuffer in) {
    byte[] bytes = new byte[PUT_ID_BYTES];
    in.get(bytes);
    return new PutId(HexFormat.of().formatHex(bytes));
  }

  private int pairBytes() {
    int bytes = 0;
    for (Map.Entry<String, String> pair : metadata.entries().entrySet()) {
      bytes += pair.getKey().length() + pair.getValue().length() + 1;
    }
    return bytes;
  }

  private static void putPair(ByteBuffer out, String name, String value) {
    out.put(name.getBytes(StandardCharsets.US_ASCII));
    out.put(out.position() - 1, (byte) (name.charAt(name.length() - 1) | NAME_ENDS));
    out.put(value.getBytes(StandardCharsets.US_ASCII)).put(VALUE_ENDS);
  }

  private static Metadata pairs(ByteBuffer in) {
    SortedMap<String, String> pairs = new TreeMap<>();
    while (in.hasRemaining()) {
      String name = name(in);
      if (pairs.put(name, value(in)) != null) {
        throw new IllegalArgumentException("attribute has metadata " + name + " twice");
      }
    }
    return Metadata.of(pairs);
  }

  private static String name(ByteBuffer in) {
    StringBuilder name = new StringBuilder();
    byte next = in.get();
    while (next > 0) {
      name.append((char) next);
      next = in.get();
    }
    return name.append((char) (next & ~NAME_ENDS & 0xff)).toString();
  }

  private static String value(ByteBuffer in) {
    StringBuilder value = new StringBuilder();
    byte next = in.get();
    while (next != VALUE_ENDS) {
      value.append((char) Byte.toUnsignedInt(next));
      next = in.get();
    }
    return value.toString();
  }
}
