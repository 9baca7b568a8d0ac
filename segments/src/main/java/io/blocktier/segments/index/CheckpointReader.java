package io.blocktier.segments.index;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.index.CheckpointHeader.Part;
import io.blocktier.segments.manifest.SegmentEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a checkpoint into an index: of its segments those that are wanted, each of which is covered
 * if the whole checkpoint is as it was written, and has as many records of it as there are. Not
 * thread-safe.
 */
final class CheckpointReader {

  private final CheckpointSource source;
  private final SegmentIndex index;
  private final List<@Nullable Cover> covers = new ArrayList<>();

  CheckpointReader(CheckpointSource source, SegmentIndex index) {
    this.source = source;
    this.index = index;
  }

  /**
   * Reads it.
   *
   * @param wanted segments by number
   * @return how many segments are covered by it; none if it was to stop
   * @throws UnusableCheckpointException if it is damaged; nothing is covered by it
   * @throws BlockStoreException if it cannot be read; nothing is covered by it
   */
  int read(Map<Long, SegmentEntry> wanted, BooleanSupplier stop)
      throws BlockStoreException, UnusableCheckpointException {
    try {
      int length = CheckpointHeader.length(source.peek(CheckpointHeader.FIXED_BYTES));
      CheckpointHeader header = CheckpointHeader.read(source.take(length));
      long expected = 0;
      for (Part part : header.segments()) {
        boolean same = wanted.containsKey(part.id()) && Part.of(wanted.get(part.id())).equals(part);
        Cover cover = same ? index.begin(part.id(), part.records()) : null;
        covers.add(cover);
        expected += cover == null ? 0 : part.records();
      }
      index.table().reserve(expected);
      return readBlocks(header, stop) ? finish(header) : 0;
    } finally {
      covers.forEach(cover -> {
        if (cover != null) {
          cover.close();
        }
      });
    }
  }

  private boolean readBlocks(CheckpointHeader header, BooleanSupplier stop)
      throws BlockStoreException, UnusableCheckpointException {
    for (long number = 0; !stop.getAsBoolean(); number++) {
      int entries = source.peek(CheckpointWriter.BLOCK_HEAD_BYTES).getInt(Integer.BYTES);
      UnusableCheckpointException.require(
          entries >= 0 && entries <= CheckpointWriter.BLOCK_ENTRIES,
          "a block has " + entries + " entries");
      ByteBuffer block =
          source.take(CheckpointWriter.BLOCK_HEAD_BYTES + entries * CheckpointWriter.ENTRY_BYTES);
      int crc = block.getInt();
      UnusableCheckpointException.require(
          crc == CheckpointWriter.checksum(header.manifest(), number, block.slice()),
          "block " + number + " does not match its checksum");
      if (entries == 0) {
        UnusableCheckpointException.require(source.isAtEnd(), "something is behind its end");
        return true;
      }
      add(block.position(CheckpointWriter.BLOCK_HEAD_BYTES));
    }
    return false;
  }

  private void add(ByteBuffer entries) throws UnusableCheckpointException {
    while (entries.hasRemaining()) {
      long hash = entries.getLong();
      long place = entries.getLong();
      int part = Place.ordinal(place);
      UnusableCheckpointException.require(
          part >= 0 && part < covers.size(), "an entry is of segment " + part);
      Cover cover = covers.get(part);
      if (cover != null) {
        cover.add(hash, place);
      }
    }
  }

  private int finish(CheckpointHeader header) {
    int finished = 0;
    for (int part = 0; part < covers.size(); part++) {
      Cover cover = covers.get(part);
      boolean whole = cover != null && cover.records() == header.segments().get(part).records();
      finished += whole && cover.finish() ? 1 : 0;
    }
    return finished;
  }
}
