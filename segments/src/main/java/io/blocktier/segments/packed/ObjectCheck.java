package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.segments.RecordPart;
import io.blocktier.segments.SegmentView;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.packed.ObjectFinding.Kind;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Looks at one object of a block. */
record ObjectCheck(BlockObjects objects, CheckDepth depth) {

  private static final int PIECE_BYTES = 1 << 20;

  /** What was looked at. */
  record Seen(long bytes, Optional<ObjectFinding> finding) {}

  /** Says what is wrong. */
  private record Wrong(Kind kind, String detail) {}

  Seen run(SegmentView view, Optional<String> snapshot, BlockKey block, String object)
      throws BlockStoreException {
    Optional<BlockHead> head =
        head(view, block).filter(own -> own.object().equals(Optional.of(object)));
    BlockKey key = objects.key(object);
    Optional<Wrong> wrong =
        head.isEmpty()
            ? Optional.of(
                new Wrong(Kind.CONTRADICTED, "the head of the block does not refer to it"))
            : look(key, head.get());
    return new Seen(
        head.map(BlockHead::size).orElse(0L),
        wrong.map(own -> new ObjectFinding(own.kind(), block, snapshot, key, own.detail())));
  }

  private static Optional<BlockHead> head(SegmentView view, BlockKey block)
      throws BlockStoreException {
    Optional<RecordPart> found =
        view.get(RecordNames.head(block), ByteRange.of(0, BlockHead.MAX_BYTES));
    try {
      return found.map(part -> BlockHead.decode(part.bytes()));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private Optional<Wrong> look(BlockKey key, BlockHead head) {
    try {
      BlockStat stat = objects.store().stat(key);
      Optional<Wrong> wrong = compare(stat, head);
      return wrong.isEmpty() && depth == CheckDepth.RECORDS ? read(key, head) : wrong;
    } catch (BlockNotFoundException e) {
      return Optional.of(new Wrong(Kind.MISSING, "it is not there"));
    } catch (CorruptBlockException | RangeNotSatisfiableException e) {
      return Optional.of(new Wrong(Kind.DAMAGED, String.valueOf(e.getMessage())));
    } catch (BlockStoreException e) {
      return Optional.of(new Wrong(Kind.UNREADABLE, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<Wrong> compare(BlockStat stat, BlockHead head) {
    if (stat.size() != head.size()) {
      return Optional.of(
          new Wrong(Kind.WRONG_SIZE, "it has " + stat.size() + " bytes instead of " + head.size()));
    }
    return stat.checksum().isPresent() ? differing(stat.checksum().get(), head) : Optional.empty();
  }

  private static Optional<Wrong> differing(Crc32c found, BlockHead head) {
    return head.checksum()
        .filter(written -> !written.equals(found))
        .map(written ->
            new Wrong(Kind.DAMAGED, "it has checksum " + found + " instead of " + written));
  }

  private Optional<Wrong> read(BlockKey key, BlockHead head) throws BlockStoreException {
    CRC32C crc = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, head.size()));
    long offset = 0;
    while (offset < head.size()) {
      int before = piece.clear().position();
      Object ignored = objects.store().read(key, ByteRange.of(offset, piece.capacity()), piece);
      offset += piece.position() - before;
      crc.update(piece.flip());
    }
    return differing(new Crc32c((int) crc.getValue()), head);
  }
}
