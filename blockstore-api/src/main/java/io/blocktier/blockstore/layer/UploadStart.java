package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;

/** Starts the uploads that transfers are made of. */
final class UploadStart {

  private UploadStart() {}

  /** Starts an upload; that one was started without our knowing it leaves the block as it was. */
  static BlockUpload of(
      BlockStore store, BlockStore inner, Call call, BlockKey key, WriteOptions options)
      throws BlockStoreException {
    try {
      return inner.startUpload(key, options);
    } catch (OutcomeUnknownException e) {
      throw new StoreUnavailableException(
          call.failure(store, "the reply to the start of an upload was lost")
              .remedy("try again later"),
          e);
    }
  }
}
