package io.blocktier.gateway.multipart;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.task.FanOut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts blocks together from ranges of others: within the store where it can, else through here.
 * Thread-safe.
 */
public final class Assembly {

  private final BlockStore store;
  private final FanOut fanOut;

  /** Puts blocks of a store together. */
  public Assembly(BlockStore store, FanOut fanOut) {
    this.store = store;
    this.fanOut = fanOut;
  }

  /** A range of a block. */
  record Piece(BlockKey block, ByteRange range) {}

  private record Numbered(int number, Piece piece) {}

  /** Makes a block of pieces, which nobody changes meanwhile. */
  void join(List<Piece> pieces, BlockKey target, WriteOptions options) throws IOException {
    List<Numbered> numbered = new ArrayList<>();
    pieces.forEach(piece -> numbered.add(new Numbered(numbered.size() + 1, piece)));
    try (BlockUpload upload = store.startUpload(target, options)) {
      List<PartReceipt> receipts = fanOut.map(numbered, one -> copy(upload, one));
      upload.complete(receipts);
    }
  }

  /** Copies a range of one version of an object. */
  void copy(StoredObject source, ByteRange range, BlockKey target) throws IOException {
    BlockKey from = source.stat().key();
    if (range.length() == 0) {
      Blocks.write(store, target, new byte[0]);
      return;
    }
    try {
      join(List.of(new Piece(from, range)), target, WriteOptions.DEFAULT);
      if (store.stat(from).etag().equals(source.stat().etag())) {
        return;
      }
    } catch (BlockNotFoundException e) {
      // answered below: it was deleted meanwhile
    }
    Blocks.delete(store, target);
    throw new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
  }

  private PartReceipt copy(BlockUpload upload, Numbered one) throws BlockStoreException {
    Piece piece = one.piece();
    if (store.capabilities().has(Capability.PART_COPY)) {
      return upload.copyPart(one.number(), piece.block(), piece.range());
    }
    Content bytes =
        Content.source(
            piece.range().length(), () -> new BlockBytes(store, piece.block(), piece.range()));
    return upload.uploadPart(one.number(), bytes);
  }
}
