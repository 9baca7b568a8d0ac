package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a segment together from all frames of others, which the store copies: only key indexes come
 * to the client, and only a footer goes back. Frames keep their roots; their checksums, which are
 * bound to segment and place, are computed anew from the old ones, as CRCs are linear. Holds the
 * footer in memory. After an exception nothing but {@link #close()} may be called, which whoever
 * began the assembly does in any case. Not thread-safe.
 */
public final class SegmentAssembly implements AutoCloseable {

  private static final int USUAL_FOOTER_BYTES = 1 << 16;

  private final BlockUpload upload;
  private final BlockStore store;
  private final SegmentIdentity identity;
  private final Instant created;
  private final List<PartReceipt> parts = new ArrayList<>();
  private final KeyIndex.Builder keys = new KeyIndex.Builder();
  private final BloomFilter.Builder bloom = new BloomFilter.Builder();
  private final Tally tally = new Tally();
  private final ByteWriter table = new ByteWriter(FrameTable.ENTRY_BYTES);
  private final ByteWriter roots = new ByteWriter(Sha256.BYTES);
  private final BoundChecksum checksums = new BoundChecksum();
  private Crc32c checksum = Crc32c.EMPTY;
  private int frameBytes;
  private int frames;
  private long framesBytes;
  private long rawBytes;

  SegmentAssembly(BlockUpload upload, BlockStore store, SegmentIdentity identity, Instant created) {
    this.upload = upload;
    this.store = store;
    this.identity = identity;
    this.created = created.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Tells whether segments can be put together: their keys do not overlap in this order, and their
   * frames hold as much as each other's.
   *
   * @param sources the segments
   * @return whether {@link #copy} takes them one behind the other
   */
  public static boolean canJoin(List<SegmentReader> sources) {
    for (int next = 1; next < sources.size(); next++) {
      SegmentReader before = sources.get(next - 1);
      SegmentReader behind = sources.get(next);
      boolean ordered =
          before.statistics().greatestKey().compareTo(behind.statistics().leastKey()) < 0;
      int bytes = before.footer().trailer().frameBytes();
      if (!ordered || bytes != behind.footer().trailer().frameBytes()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Has the store copy all frames of a segment behind those that are there.
   *
   * @param source in the same store; its keys are greater than those before
   * @throws IllegalArgumentException if they are not, or its frames hold another number of bytes
   * @throws BlockStoreException if the store does not copy them, or the key index cannot be read
   */
  public void copy(SegmentReader source) throws BlockStoreException {
    requireFit(source);
    ByteRange all = ByteRange.of(0, source.storedBytes());
    parts.add(upload.copyPart(parts.size() + 1, source.block().key(), all));
    noteKeys(source);
    noteFrames(source);
  }

  private void requireFit(SegmentReader source) {
    int bytes = source.footer().trailer().frameBytes();
    RecordKey before = tally.greatestKey();
    boolean fits =
        before == null
            || (before.compareTo(source.statistics().leastKey()) < 0 && bytes == frameBytes);
    if (!fits) {
      throw new IllegalArgumentException(source + " does not go behind key '" + before + "'");
    }
    frameBytes = bytes;
  }

  private void noteKeys(SegmentReader source) throws BlockStoreException {
    KeyCursor cursor = new KeyCursor(source.index());
    try {
      while (cursor.next()) {
        byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
        int flags = RecordView.flags(cursor.kind(), cursor.expiresAt());
        keys.add(
            key,
            flags,
            cursor.sequence(),
            cursor.expiresAt(),
            frames + cursor.frame(),
            cursor.place(),
            cursor.valueBytes());
        bloom.add(key);
        tally.add(
            RecordKey.ofUtf8(key, 0, key.length), cursor.sequence(), flags, cursor.valueBytes());
      }
    } catch (FormatException e) {
      throw source.block().corrupt(e);
    }
  }

  private void noteFrames(SegmentReader source) {
    FrameTable from = source.footer().frames();
    byte[] hashes = from.roots();
    for (int frame = 0; frame < from.count(); frame++) {
      int stored = from.storedBytes(frame);
      Crc32c plain = checksums.unbound(from.crc(frame), source.block().segment(), frame, stored);
      table.oneByte(from.flags(frame));
      table.fourBytes(stored);
      table.fourBytes(from.rawBytes(frame));
      table.fourBytes(from.records(frame));
      table.fourBytes(checksums.bound(plain, identity.id(), frames, stored));
      table.put(hashes, frame * Sha256.BYTES, Sha256.BYTES);
      roots.put(hashes, frame * Sha256.BYTES, Sha256.BYTES);
      checksum = checksum.concat(plain, stored);
      framesBytes += stored;
      rawBytes += from.rawBytes(frame);
      frames++;
    }
  }

  /**
   * Writes the footer, and makes the segment visible under its key.
   *
   * @return what a manifest has to hold of it
   * @throws IllegalStateException if there is no segment in it
   * @throws CorruptBlockException if the store has other bytes than were meant; the block is there
   *     and not to be used
   * @throws BlockStoreException if the store does not take it
   */
  public SegmentSummary finish() throws BlockStoreException {
    SegmentStatistics statistics = tally.statistics(rawBytes, identity.epoch(), created);
    RootHash root = FrameRoots.root(new Sha256(), roots.array(), frames);
    ByteWriter footer = new ByteWriter(USUAL_FOOTER_BYTES);
    Trailer trailer =
        new FooterParts(
                identity.id(), framesBytes, frameBytes, keys, bloom, statistics, table, root)
            .writeTo(footer::put);
    ByteBuffer bytes = ByteBuffer.wrap(footer.array(), 0, footer.length());
    Crc32c crc = Crc32c.of(bytes);
    Content content = Content.of(bytes).withChecksum(crc);
    parts.add(upload.uploadPart(parts.size() + 1, content));
    checksum = checksum.concat(crc, footer.length());
    long length = framesBytes + footer.length();
    requireAsMeant(upload.complete(parts), length);
    return summary(length, trailer, root, statistics);
  }

  private SegmentSummary summary(
      long length, Trailer trailer, RootHash root, SegmentStatistics statistics) {
    return new SegmentSummary(
        upload.key(),
        identity.id(),
        length,
        framesBytes,
        frames,
        Math.toIntExact(trailer.footerBytes()),
        Math.toIntExact(trailer.tailBytes()),
        checksum,
        root,
        statistics);
  }

  private void requireAsMeant(Receipt receipt, long length) throws CorruptBlockException {
    @Nullable Crc32c found = receipt.checksum().orElse(null);
    if (receipt.size() != length || (found != null && !found.equals(checksum))) {
      BlockKey key = upload.key();
      String detail =
          "the store has "
              + receipt.size()
              + " bytes, checksum "
              + found
              + ", of a segment of "
              + length
              + " bytes, checksum "
              + checksum;
      throw new CorruptBlockException(
          Failure.of(store, Operation.COMPLETE_UPLOAD, key, detail)
              .remedy("delete the block, and write the segment under another number"));
    }
  }

  /** Gives up what was not finished. Never fails. */
  @Override
  public void close() {
    upload.close();
  }
}
