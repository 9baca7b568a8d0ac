package io.blocktier.segments.index;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.segments.format.BlockSink;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Writes one checkpoint, block by block. Holds a block and a part. Not thread-safe. */
final class CheckpointWriter {

  static final int BLOCK_ENTRIES = 1 << 16;
  static final int BLOCK_HEAD_BYTES = 2 * Integer.BYTES;
  static final int ENTRY_BYTES = Long.BYTES + 2 * Integer.BYTES;

  private final BlockSink sink;
  private final CheckpointHeader header;
  private final Map<Integer, Integer> parts = new HashMap<>();
  private final ByteBuffer block =
      ByteBuffer.allocate(BLOCK_HEAD_BYTES + BLOCK_ENTRIES * ENTRY_BYTES);
  private long blocks;

  /**
   * Prepares a checkpoint.
   *
   * @param coverage has all of the header's segments
   */
  CheckpointWriter(BlockSink sink, CheckpointHeader header, Coverage coverage) {
    this.sink = sink;
    this.header = header;
    for (int part = 0; part < header.segments().size(); part++) {
      parts.put(coverage.ordinals().get(header.segments().get(part).id()), part);
    }
    block.position(BLOCK_HEAD_BYTES);
  }

  /** Writes everything but does not make it visible; false if it is to stop. */
  boolean write(PlaceTable table, BooleanSupplier stop) throws BlockStoreException {
    byte[] head = header.toBytes();
    sink.write(head, 0, head.length);
    for (int stripe = 0; stripe < table.stripes(); stripe++) {
      if (stop.getAsBoolean()) {
        return false;
      }
      table.<BlockStoreException>visit(stripe, this::add);
    }
    if (block.position() > BLOCK_HEAD_BYTES) {
      end();
    }
    end(); // a block without entries says that it is all
    return true;
  }

  private void add(long hash, long place) throws BlockStoreException {
    Integer part = parts.get(Place.ordinal(place));
    if (part == null) {
      return; // of a segment that came later, or is gone
    }
    if (!block.hasRemaining()) {
      end();
    }
    block.putLong(hash).putLong(Place.withOrdinal(place, part));
  }

  private void end() throws BlockStoreException {
    int length = block.position();
    block.putInt(Integer.BYTES, (length - BLOCK_HEAD_BYTES) / ENTRY_BYTES);
    ByteBuffer rest = block.duplicate().position(Integer.BYTES).limit(length);
    block.putInt(0, checksum(header.manifest(), blocks, rest));
    sink.write(block.array(), 0, length);
    blocks++;
    block.clear().position(BLOCK_HEAD_BYTES);
  }

  /** A block of another checkpoint, or of another place, does not match. */
  static int checksum(long manifest, long number, ByteBuffer rest) {
    ByteBuffer place = ByteBuffer.allocate(2 * Long.BYTES).putLong(manifest).putLong(number).flip();
    return Crc32c.of(place, rest).value();
  }
}
