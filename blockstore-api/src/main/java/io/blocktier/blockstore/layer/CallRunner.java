package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStoreException;

/** Runs calls under the one concern of a layer. */
@FunctionalInterface
interface CallRunner {

  <T> T run(Call call, Call.Action<T> action) throws BlockStoreException;
}
