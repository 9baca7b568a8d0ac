package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * New bytes of a part of a block, and what the block's record becomes by them. A record holds all
 * that the store does not have: over a whole version that only the journal has, the record is the
 * new whole version; over a version of the store it is the parts that were written since.
 *
 * @param offset where in the block they go
 * @param bytes at least one
 * @param putId names the write
 * @param millis when it was made
 */
record Patch(long offset, ByteBuffer bytes, PutId putId, long millis) {

  /**
   * A record to be.
   *
   * @param head its attributes
   * @param payload its bytes
   */
  record Merged(BlockHead head, List<ByteBuffer> payload) {}

  int length() {
    return bytes.remaining();
  }

  long end() {
    return offset + length();
  }

  /** The block has nothing but this, and zeros before it. */
  Merged overNothing() {
    return whole(ByteBuffer.allocate(Math.toIntExact(end())), Optional.empty(), Metadata.EMPTY);
  }

  /** The store has the block, or nobody. */
  Merged overStore() {
    return parts(List.of(new Part(offset, bytes.duplicate(), Crc32c.of(bytes.duplicate()))));
  }

  /**
   * The journal has the whole version.
   *
   * @throws IOException if it cannot be read, or is damaged
   */
  Merged overWhole(BlockKey key, IndexEntry entry, BlockHead head, Log log) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(Math.toIntExact(Math.max(head.size(), end())));
    read(key, entry, log, block.limit((int) head.size()));
    return whole(block.clear(), head.storageClass(), head.metadata());
  }

  /**
   * The journal has other parts.
   *
   * @throws IOException if they cannot be read, or are damaged
   */
  Merged overParts(BlockKey key, IndexEntry entry, BlockHead head, Log log) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(entry.position().length());
    read(key, entry, log, payload);
    payload.flip();
    List<Part> apart = new ArrayList<>();
    List<Part> touching = new ArrayList<>();
    for (Ranges.Extent extent : head.ranges().extents()) {
      ByteBuffer slice = payload.slice(payload.position(), extent.length());
      payload.position(payload.position() + extent.length());
      (extent.touches(offset, end()) ? touching : apart)
          .add(new Part(extent.offset(), slice, extent.checksum()));
    }
    apart.add(over(touching));
    apart.sort((one, other) -> Long.compare(one.offset(), other.offset()));
    return parts(apart);
  }

  private static void read(BlockKey key, IndexEntry entry, Log log, ByteBuffer target)
      throws IOException {
    log.read(entry.position(), 0, target);
    if (Crc32c.of(target.duplicate().flip()).value() != entry.position().crc32c()) {
      throw new IOException("the journal's bytes of '" + key + "' are damaged");
    }
  }

  private Merged whole(ByteBuffer block, Optional<StorageClass> storageClass, Metadata metadata) {
    block.put((int) offset, bytes, bytes.position(), length());
    List<ByteBuffer> payload = List.of(block);
    Units.Pass pass = Units.over(payload, block.remaining());
    return new Merged(
        new BlockHead(
            block.remaining(),
            pass.whole(),
            millis,
            Etag.of(putId.value()),
            Optional.of(putId),
            storageClass,
            metadata,
            pass.units(),
            Ranges.WHOLE),
        payload);
  }

  /** A part with its bytes. */
  private record Part(long offset, ByteBuffer bytes, Crc32c checksum) {

    Ranges.Extent extent() {
      return new Ranges.Extent(offset, bytes.remaining(), checksum);
    }
  }

  private Part over(List<Part> touching) {
    if (touching.isEmpty()) {
      return new Part(offset, bytes.duplicate(), Crc32c.of(bytes.duplicate()));
    }
    long from = Math.min(offset, touching.getFirst().offset());
    long to = Math.max(end(), touching.getLast().extent().end());
    ByteBuffer one = ByteBuffer.allocate(Math.toIntExact(to - from));
    for (Part part : touching) {
      one.put((int) (part.offset() - from), part.bytes(), 0, part.bytes().remaining());
    }
    one.put((int) (offset - from), bytes, bytes.position(), length());
    return new Part(from, one, Crc32c.of(one.duplicate()));
  }

  private Merged parts(List<Part> parts) {
    List<ByteBuffer> payload = parts.stream().map(Part::bytes).toList();
    Ranges ranges = new Ranges(parts.stream().map(Part::extent).toList());
    return new Merged(
        new BlockHead(
            ranges.end(),
            Crc32c.of(payload.toArray(ByteBuffer[]::new)),
            millis,
            Etag.of(putId.value()),
            Optional.of(putId),
            Optional.empty(),
            Metadata.EMPTY,
            Units.NONE,
            ranges),
        payload);
  }
}
