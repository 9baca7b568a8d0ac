package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Position;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write whose first attempt may still land, and whose second one finds its bytes moved. */
class LostRepliesTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final int LARGE = 100_000;

  /** Loses the reply to the first attempt, and cannot make another. */
  private static final class Losing extends ForwardingBlockStore {

    Losing() {
      super(new InMemoryBlockStore(CacheFixture.EFFECTS));
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      Failure failure = Failure.of(this, Operation.WRITE, key, "the first reply was lost");
      try {
        content.open().readAllBytes();
        throw new AssertionError("the bytes are still there");
      } catch (IOException moved) {
        throw new OutcomeUnknownException(failure, moved);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNotKnownStaysUnknownAlthoughTheJournalCouldNotBeRead(boolean whole) {
    MemoryLog log = new MemoryLog(10, 10);
    Losing store = new Losing();
    Delivery delivery = new Delivery(store, new StagedContents(log), new Merging(store, log));
    IndexEntry entry =
        new IndexEntry(1, BlockState.DIRTY.code(), new Position(7, 4096, LARGE, 0), 0);
    Ranges parts = new Ranges(List.of(new Ranges.Extent(0, LARGE, Crc32c.EMPTY)));
    BlockHead head =
        new BlockHead(
            LARGE,
            Crc32c.EMPTY,
            0,
            Etag.of("e"),
            Optional.empty(),
            Optional.empty(),
            Metadata.EMPTY,
            Units.NONE,
            whole ? Ranges.WHOLE : parts);
    assertThatThrownBy(() -> delivery.write(A, new Delivery.Parcel(entry, head, null)))
        .isInstanceOf(OutcomeUnknownException.class);
  }
}
