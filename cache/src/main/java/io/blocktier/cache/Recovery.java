package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.journal.Position;
import io.blocktier.cache.journal.RecordVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Builds the index anew from the records that the journal holds, the oldest first. */
final class Recovery implements RecordVisitor {

  private final BlockIndex index;

  Recovery(BlockIndex index) {
    this.index = index;
  }

  @Override
  public void visit(long generation, Position position, byte kind, String text, byte[] attributes)
      throws IOException {
    BlockKey key = BlockKey.of(text);
    switch (RecordKind.of(kind)) {
      case PUT -> put(key, generation, BlockState.DIRTY, position);
      case DELETE -> put(key, generation, BlockState.DELETED, position);
      case FETCHED -> put(key, generation, BlockState.CLEAN, position);
      case SETTLED -> settle(key, ByteBuffer.wrap(attributes).getLong());
      case INVALIDATED -> index.remove(key);
    }
  }

  private void put(BlockKey key, long generation, BlockState state, Position position)
      throws IOException {
    index.put(key, new IndexEntry(generation, state.code(), position));
  }

  private void settle(BlockKey key, long generation) throws IOException {
    Optional<IndexEntry> entry = index.find(key).filter(e -> e.generation() == generation);
    if (entry.isEmpty()) {
      return;
    }
    if (StagedBlocks.state(entry.get()) == BlockState.DELETED) {
      index.remove(key);
    } else {
      put(key, generation, BlockState.CLEAN, entry.get().position());
    }
  }
}
