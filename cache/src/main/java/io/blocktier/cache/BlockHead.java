package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.journal.RecordView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the cache knows of a version beside its bytes; the attributes of its record.
 *
 * @param size the version's bytes
 * @param checksum the checksum of all of them
 * @param modifiedMillis when it was written
 * @param etag names the version
 * @param putId names the write, or empty for a version that somebody else wrote without
 * @param storageClass the class to store it in, or empty for the store's own choice
 * @param metadata what the writer keeps beside the block
 * @param units the checksums of its units
 * @param ranges which parts of the block the record has; size and checksum are then those of what
 *     is known, and metadata and storage class those of the store's version
 */
record BlockHead(
    long size,
    Crc32c checksum,
    long modifiedMillis,
    Etag etag,
    Optional<PutId> putId,
    Optional<StorageClass> storageClass,
    Metadata metadata,
    Units units,
    Ranges ranges) {

  private static final byte WHOLE_FORMAT = 1;
  private static final byte PARTS_FORMAT = 2;
  private static final int MODIFIED_AT = 1 + Long.BYTES + Integer.BYTES;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long MAX_MILLIS = (1L << 48) - 1;

  /** What a record says that has all bytes of a version. */
  BlockHead(
      long size,
      Crc32c checksum,
      long modifiedMillis,
      Etag etag,
      Optional<PutId> putId,
      Optional<StorageClass> storageClass,
      Metadata metadata,
      Units units) {
    this(size, checksum, modifiedMillis, etag, putId, storageClass, metadata, units, Ranges.WHOLE);
  }

  RecordKind kind() {
    return ranges.isWhole() ? RecordKind.PUT : RecordKind.RANGES;
  }

  /** Describes a block of which the record has parts, and the store perhaps a version. */
  BlockStat stat(BlockKey key, Optional<BlockStat> base) {
    return new BlockStat(
        key,
        Math.max(size, base.map(BlockStat::size).orElse(0L)),
        etag,
        Instant.ofEpochMilli(modifiedMillis),
        Optional.empty(),
        base.map(BlockStat::metadata).orElse(Metadata.EMPTY),
        base.flatMap(BlockStat::storageClass),
        putId);
  }

  BlockStat stat(BlockKey key) {
    return new BlockStat(
        key,
        size,
        etag,
        Instant.ofEpochMilli(modifiedMillis),
        Optional.of(checksum),
        metadata,
        storageClass,
        putId);
  }

  /** Returns when a version was written, from its record; something else where that is not said. */
  static long modifiedMillis(RecordView record, long otherwise) {
    if (record.attributesLength() < MODIFIED_AT + Long.BYTES) {
      return otherwise;
    }
    long millis = (long) LONG.get(record.bytes(), record.attributesFrom() + MODIFIED_AT);
    return millis < 0 || millis > MAX_MILLIS ? otherwise : millis;
  }

  byte[] encode() {
    HeadBytes out =
        new HeadBytes()
            .putByte(ranges.isWhole() ? WHOLE_FORMAT : PARTS_FORMAT)
            .putLong(size)
            .putInt(checksum.value())
            .putLong(modifiedMillis)
            .putText(etag.value())
            .putText(putId.map(PutId::value).orElse(""))
            .putText(storageClass.map(StorageClass::name).orElse(""))
            .putShort(metadata.entries().size());
    for (Map.Entry<String, String> entry : metadata.entries().entrySet()) {
      out.putText(entry.getKey()).putText(entry.getValue());
    }
    out.putInt(units.checksums().length);
    for (int checksum : units.checksums()) {
      out.putInt(checksum);
    }
    if (!ranges.isWhole()) {
      ranges.encode(out);
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it did not write that
   */
  static BlockHead decode(byte[] attributes) {
    HeadReader in = new HeadReader(attributes);
    int format = in.takeByte();
    if (format != WHOLE_FORMAT && format != PARTS_FORMAT) {
      throw new IllegalArgumentException("attributes have format " + format);
    }
    return new BlockHead(
        in.takeLong(),
        new Crc32c(in.takeInt()),
        in.takeLong(),
        Etag.of(in.takeText()),
        text(in).map(PutId::new),
        text(in).map(StorageClass::new),
        metadata(in),
        units(in),
        format == PARTS_FORMAT ? Ranges.decode(in) : Ranges.WHOLE);
  }

  private static Optional<String> text(HeadReader in) {
    String text = in.takeText();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Units units(HeadReader in) {
    int count = in.takeInt();
    if (count < 0 || count > in.left() / Integer.BYTES) {
      throw new IllegalArgumentException(count + " units are not in " + in.left() + " bytes");
    }
    int[] checksums = new int[count];
    for (int i = 0; i < count; i++) {
      checksums[i] = in.takeInt();
    }
    return new Units(checksums);
  }

  private static Metadata metadata(HeadReader in) {
    int count = in.takeUnsignedShort();
    if (count == 0) {
      return Metadata.EMPTY;
    }
    SortedMap<String, String> entries = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      entries.put(in.takeText(), in.takeText());
    }
    return Metadata.of(entries);
  }
}
