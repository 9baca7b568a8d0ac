package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Copies single blocks: within a store by the store itself, between stores by the server where both
 * are on one, and as a stream otherwise that always delivers one version. Thread-safe.
 *
 * @param source where the blocks are
 * @param target where they go, the same instance where it is the same store
 * @param terms conditions, metadata, storage class
 * @param buffers what the ranges travel in
 * @param counter is told of every byte that came through here
 */
record BlockCopier(
    BlockStore source,
    BlockStore target,
    CopyTerms terms,
    RangeBuffers buffers,
    LongConsumer counter) {

  void copy(BlockKey from, BlockKey to, Results results) throws IOException {
    if (source.equals(target)) {
      within(from, to, results);
    } else {
      between(from, to, results);
    }
  }

  private void within(BlockKey from, BlockKey to, Results results) throws BlockStoreException {
    boolean serverSide = source.capabilities().has(Capability.SERVER_SIDE_COPY);
    Receipt receipt = source.copy(from, to, terms.within());
    counter.accept(receipt.size());
    results.done(receipt.size(), json(from, receipt, serverSide, serverSide ? 0 : receipt.size()));
  }

  private void between(BlockKey from, BlockKey to, Results results) throws IOException {
    Optional<Receipt> byServer = byServer(from, to);
    if (byServer.isPresent()) {
      counter.accept(byServer.get().size());
      results.done(byServer.get().size(), json(from, byServer.get(), true, 0));
    } else {
      streamed(from, to, results);
    }
  }

  private Optional<Receipt> byServer(BlockKey from, BlockKey to) throws BlockStoreException {
    if (!target.capabilities().has(Capability.SERVER_SIDE_COPY)) {
      return Optional.empty();
    }
    try {
      return Optional.of(target.copy(from, to, terms.within().from(source)));
    } catch (UnsupportedByStoreException notOnOneServer) {
      return Optional.empty();
    }
  }

  private void streamed(BlockKey from, BlockKey to, Results results) throws IOException {
    AtomicLong moved = new AtomicLong();
    Receipt receipt =
        buffers.lend(buffer ->
            stream(
                from,
                to,
                buffer,
                count -> {
                  moved.addAndGet(count);
                  counter.accept(count);
                }));
    results.done(receipt.size(), json(from, receipt, false, moved.get()));
  }

  /** Starts again with the newer version where the source was replaced on the way. */
  private Receipt stream(BlockKey from, BlockKey to, ByteBuffer buffer, LongConsumer count)
      throws BlockStoreException {
    for (int restarts = 0; ; restarts++) {
      VersionReader reader = VersionReader.open(source, from, buffer);
      BlockSource block = new BlockSource(reader, buffer, count);
      try {
        return target.write(to, block.content(), terms.between(reader.version().metadata()));
      } catch (BlockStoreException e) {
        if (!block.replaced() || restarts == Download.MOST_RESTARTS) {
          throw e;
        }
      }
    }
  }

  private static Map<String, Object> json(
      BlockKey from, Receipt receipt, boolean serverSide, long moved) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", from.value());
    json.putAll(BlockView.json(receipt));
    json.put("server_side", serverSide);
    json.put("bytes_through_client", moved);
    return json;
  }
}
