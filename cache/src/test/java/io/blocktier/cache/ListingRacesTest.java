package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listing shows while blocks get to the store between two of its looks. */
class ListingRacesTest {

  private static final ListOptions ALL = ListOptions.under(KeyPrefix.ALL);

  private final MemoryLog log = new MemoryLog(10, 20);
  private final SimulatedCache simulated = new SimulatedCache(log);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final Beneath beneath = new Beneath();

  /** Something that happens once, in the middle of something else. */
  @FunctionalInterface
  private interface Event {
    void happen() throws BlockStoreException;
  }

  /** A store in which something happens when a page is there, and before it is looked at. */
  private final class Beneath extends ForwardingBlockStore {

    private Event behindPage = () -> {};
    private int refused;

    Beneath() {
      super(memory);
    }

    @Override
    public BlockListing list(ListOptions options) throws BlockStoreException {
      if (refused > 0) {
        refused--;
        throw new StoreUnavailableException(Failure.of(this, Operation.LIST, "away"), null);
      }
      BlockListing listing = super.list(options);
      return new BlockListing() {
        @Override
        public List<ListEntry> nextPage() throws BlockStoreException {
          List<ListEntry> page = listing.nextPage();
          Event event = behindPage;
          behindPage = () -> {};
          event.happen();
          return page;
        }

        @Override
        public void close() {
          listing.close();
        }
      };
    }

    @Override
    public void close() {}
  }

  private interface Story {
    void tell(CachingBlockStore cache) throws Exception;
  }

  /** Nothing gets to the store unless the story says so. */
  private void tell(Story story) {
    simulated
        .simulation()
        .run(() -> {
          try (CachingBlockStore cache = simulated.open(beneath, CacheFixture.OPTIONS)) {
            cache.parts().flusher().pause(true);
            story.tell(cache);
          }
        });
  }

  private static void deliver(CachingBlockStore cache) throws BlockStoreException {
    cache.parts().flusher().pause(false);
    cache.parts().flushing().flush(KeyPrefix.ALL);
    cache.parts().flusher().pause(true);
  }

  private static void write(BlockStore store, String... keys) throws BlockStoreException {
    for (String key : keys) {
      Blocks.write(store, BlockKey.of(key), new byte[10]);
    }
  }

  private static List<String> list(BlockStore store, ListOptions options)
      throws BlockStoreException {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = store.list(options)) {
      listing.forEachRemaining((ListEntry entry) -> names.add(entry.name()));
    }
    return names;
  }

  @Test
  void aFolderIsGoneWhoseLastBlockIsDeletedInTheStoreBetweenItsPageAndTheLook() {
    tell(cache -> {
      write(memory, "gone/a", "gone/b", "stays/a");
      Blocks.delete(cache, BlockKey.of("gone/a"));
      Blocks.delete(cache, BlockKey.of("gone/b"));
      beneath.behindPage = () -> deliver(cache);
      assertThat(list(cache, ALL.folded())).containsExactly("stays/");
      assertThat(list(memory, ALL)).as("it was delivered meanwhile").containsExactly("stays/a");
    });
  }

  @Test
  void aFolderStaysOfWhichADeletionThatIsDeliveredMeanwhileLeavesABlock() {
    tell(cache -> {
      write(memory, "stays/a", "stays/b");
      Blocks.delete(cache, BlockKey.of("stays/a"));
      beneath.behindPage = () -> deliver(cache);
      assertThat(list(cache, ALL.folded())).containsExactly("stays/");
    });
  }

  @Test
  void blocksThatAreDeletedOrWrittenInTheStoreBetweenTwoLooksAreListedAsTheyAre() {
    tell(cache -> {
      write(memory, "gone", "old");
      Blocks.delete(cache, BlockKey.of("gone"));
      write(cache, "new");
      beneath.behindPage = () -> deliver(cache);
      assertThat(list(cache, ALL)).containsExactly("new", "old");
      assertThat(list(memory, ALL)).as("both were delivered").containsExactly("new", "old");
    });
  }

  @Test
  void deletionByPrefixTakesWhatGetsToTheStoreMeanwhile() {
    tell(cache -> {
      write(memory, "p/old", "q");
      write(cache, "p/new");
      beneath.behindPage = () -> deliver(cache);
      assertThat(cache.deleteByPrefix(KeyPrefix.of("p/")).deleted()).isEqualTo(2);
      assertThat(list(cache, ALL)).containsExactly("q");
      deliver(cache);
      assertThat(list(memory, ALL)).containsExactly("q");
    });
  }

  @Test
  void aBlockWhoseRecordMovesWhileItIsLookedUpIsListed() {
    tell(cache -> {
      write(cache, "block");
      log.beforeLook(() -> moveTheOldest(cache));
      assertThat(list(cache, ALL.withPageSize(1))).contains("block");
    });
  }

  /** Writes until the journal has to free its oldest segment. */
  private void moveTheOldest(CachingBlockStore cache) {
    try {
      long oldest = log.segmentsOldestFirst().getFirst();
      for (int i = 0; log.segmentsOldestFirst().getFirst() == oldest; i++) {
        write(cache, "more/" + i);
        deliver(cache);
      }
    } catch (BlockStoreException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPageDuringWhichALookFailsIsHandedOverWhenItIsAskedForAgain() {
    tell(cache -> {
      write(memory, "a", "b/x", "c/x", "d");
      Blocks.delete(cache, BlockKey.of("b/x"));
      Blocks.delete(cache, BlockKey.of("c/x"));
      write(memory, "c/y");
      try (BlockListing listing = cache.list(ALL.folded())) {
        beneath.refused = 1;
        assertThatThrownBy(listing::nextPage).isInstanceOf(StoreUnavailableException.class);
        List<String> names = new ArrayList<>();
        listing.forEachRemaining(entry -> names.add(entry.name()));
        assertThat(names).containsExactly("a", "c/", "d");
      }
    });
  }
}
