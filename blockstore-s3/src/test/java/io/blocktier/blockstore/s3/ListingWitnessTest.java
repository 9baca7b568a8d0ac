package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Only a server that contradicts itself makes a test be given up. */
class ListingWitnessTest {

  private static final BlockKey A = BlockKey.of("a");

  private final InMemoryBlockStore store = new InMemoryBlockStore(Effects.ofSystem());

  private static List<String> list(BlockStore listed) throws BlockStoreException {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = listed.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining((ListEntry entry) -> names.add(entry.name()));
    }
    return names;
  }

  @Test
  void aBlockThatIsListedAndDoesNotExistGivesTheTestUp() throws Exception {
    ListEntry ghost;
    Blocks.write(store, A, new byte[1]);
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      ghost = listing.nextPage().getFirst();
    }
    BlockStore haunted = new Haunted(store, ghost);
    for (boolean batch : new boolean[] {true, false}) {
      BlockStore witness = new ListingWitness(haunted);
      Blocks.write(witness, A, new byte[1]);
      assertThat(list(witness)).contains("a");
      if (batch) {
        witness.deleteAll(List.of(A));
      } else {
        Blocks.delete(witness, A);
      }
      assertThatExceptionOfType(TestAbortedException.class).isThrownBy(() -> list(witness));
    }
  }

  @Test
  void aDeletionThatHasNoEffectStaysTheStoresOwnFault() throws Exception {
    BlockStore witness = new ListingWitness(new Immortal(store));
    Blocks.write(witness, A, new byte[1]);
    Blocks.delete(witness, A);
    assertThat(list(witness)).containsExactly("a");
  }

  @Test
  void aBlockThatWasWrittenAgainIsListedAsAnyOther() throws Exception {
    BlockStore witness = new ListingWitness(store);
    Blocks.write(witness, A, new byte[1]);
    Blocks.delete(witness, A);
    assertThat(list(witness)).isEmpty();
    Blocks.write(witness, A, new byte[1]);
    assertThat(list(witness)).containsExactly("a");
  }

  private static final class Haunted extends ForwardingBlockStore {

    private final ListEntry ghost;

    Haunted(BlockStore inner, ListEntry ghost) {
      super(inner);
      this.ghost = ghost;
    }

    @Override
    public BlockListing list(ListOptions options) {
      List<List<ListEntry>> pages = new ArrayList<>(List.of(List.of(ghost), List.of()));
      return new BlockListing() {
        @Override
        public List<ListEntry> nextPage() {
          return pages.removeFirst();
        }

        @Override
        public void close() {}
      };
    }
  }

  private static final class Immortal extends ForwardingBlockStore {

    Immortal(BlockStore inner) {
      super(inner);
    }

    @Override
    public void delete(BlockKey key, DeleteOptions options) {}
  }
}
