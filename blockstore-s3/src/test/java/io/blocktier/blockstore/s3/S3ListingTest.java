package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.s3.server.Fault;
import io.blocktier.blockstore.s3.server.Fault.When;
import io.blocktier.blockstore.s3.server.S3Operation;
import io.blocktier.blockstore.s3.server.S3TestServer;
import io.blocktier.blockstore.s3.server.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Long listings, odd servers, and deletes that overlap with them. */
class S3ListingTest extends ServerFixture {

  private static final int MANY = 10_001;

  @Test
  void moreKeysThanTenPagesAreListedOnceAndInOrder() throws Exception {
    List<String> expected = plant(server, MANY);
    try (BlockStore store = open("key_prefix", "p/")) {
      assertThat(names(store, ListOptions.under(KeyPrefix.ALL))).isEqualTo(expected);
      assertThat(server.traffic().requests(S3Operation.LIST_OBJECTS)).isEqualTo(11);
    }
  }

  @Test
  void deleteByPrefixTakesAThousandAtATime() throws Exception {
    plant(server, MANY);
    server.plant("q/stays", bytes(1));
    try (BlockStore store = open("key_prefix", "p/")) {
      assertThat(store.deleteByPrefix(KeyPrefix.ALL).orThrow()).isEqualTo(MANY);
    }
    assertThat(server.traffic().requests(S3Operation.DELETE_OBJECTS)).isEqualTo(11);
    assertThat(server.holds("q/stays")).isTrue();
  }

  @Test
  void nextPageIsFetchedWhileOneIsDeleted() throws Exception {
    plant(server, 2_500);
    BlockStore store = bare("key_prefix", "p/");
    server.faults().once(S3Operation.DELETE_OBJECTS, new Fault.Stall(When.BEFORE_EFFECT));
    Future<DeleteReport> delete =
        effects.executor().submit(() -> store.deleteByPrefix(KeyPrefix.ALL));
    server.traffic().await(S3Operation.LIST_OBJECTS, 2);
    assertThat(delete.isDone()).as("done while its first batch stalls").isFalse();
    assertThat(server.traffic().requests(S3Operation.LIST_OBJECTS)).isEqualTo(2);
    server.faults().clear();
  }

  @Test
  void objectsOfOthersWhoseKeysAreNotLegalAreLeftOut() throws Exception {
    for (String name : List.of("p/a", "p//b", "p/c/", "p/d/../e", "p/", "p/f")) {
      server.plant(name, bytes(1));
    }
    try (BlockStore store = open("key_prefix", "p/")) {
      assertThat(names(store, ListOptions.under(KeyPrefix.ALL))).containsExactly("a", "f");
    }
  }

  @Test
  void pagesWithoutEntriesAreNotTheEnd() throws Exception {
    onServerWith(
        Traits.Flaw.EMPTY_PAGES,
        (flawed, store) -> {
          List<String> expected = plant(flawed, 25);
          ListOptions options = ListOptions.under(KeyPrefix.of("")).withPageSize(10);
          assertThat(names(store, options)).isEqualTo(expected);
        });
  }

  @Test
  void listingWithoutEtagsLooksAtEachObject() throws Exception {
    onServerWith(
        Traits.Flaw.UNNAMED_LISTINGS,
        (flawed, store) -> {
          List<String> expected = plant(flawed, 3);
          assertThat(names(store, ListOptions.under(KeyPrefix.ALL))).isEqualTo(expected);
          assertThat(flawed.traffic().requests(S3Operation.HEAD_OBJECT)).isEqualTo(3);
        });
  }

  @Test
  void blockThatAPageNamesTwiceIsListedOnce() throws Exception {
    onServerWith(
        Traits.Flaw.REPEATED_NAMES,
        (flawed, store) -> {
          List<String> expected = plant(flawed, 3);
          assertThat(names(store, ListOptions.under(KeyPrefix.ALL))).isEqualTo(expected);
        });
  }

  @Test
  void listingThatDoesNotAdvanceIsGoneOnWithBehindItsLastEntry() throws Exception {
    onServerWith(
        Traits.Flaw.STUCK_FOLDERS,
        (flawed, store) -> {
          for (String name : List.of("a", "b/1", "b/2", "c", "d/1", "e")) {
            flawed.plant("p/" + name, bytes(1));
          }
          ListOptions folded = ListOptions.under(KeyPrefix.ALL).folded().withPageSize(1);
          assertThat(names(store, folded)).containsExactly("a", "b/", "c", "d/", "e");
        });
  }

  @Test
  void keysAreDeletedOneByOneWhereTheServerKnowsNoBatches() throws Exception {
    onServerWith(
        Traits.Flaw.NO_BATCH_DELETES,
        (flawed, store) -> {
          plant(flawed, 30);
          assertThat(store.deleteByPrefix(KeyPrefix.ALL).orThrow()).isEqualTo(30);
          assertThat(flawed.traffic().requests(S3Operation.DELETE_OBJECT)).isEqualTo(30);
        });
  }

  @Test
  void keysThatABatchSaysNothingAboutAreDeletedAgain() throws Exception {
    onServerWith(
        Traits.Flaw.UNSAID_DELETES,
        (flawed, store) -> {
          plant(flawed, 5);
          assertThat(store.deleteAll(List.of(BlockKey.of("key-00001"))).orThrow()).isEqualTo(1);
          assertThat(flawed.traffic().requests(S3Operation.DELETE_OBJECT)).isEqualTo(1);
        });
  }

  @Test
  void errorThatNamesNoKeyIsFoundOutKeyByKey() throws Exception {
    onServerWith(
        Traits.Flaw.UNSAID_DELETES,
        (flawed, store) -> {
          List<BlockKey> keys = plant(flawed, 3).stream().map(BlockKey::of).toList();
          flawed.lock("p/" + keys.getFirst());
          DeleteReport report = store.deleteAll(keys);
          assertThat(report.deleted()).isEqualTo(2);
          assertThat(report.failures()).containsOnlyKeys(keys.getFirst());
          assertThat(report.failures().get(keys.getFirst()))
              .isInstanceOf(AccessRefusedException.class);
        });
  }

  private interface Use {
    void of(S3TestServer flawed, BlockStore store) throws Exception;
  }

  private void onServerWith(Traits.Flaw flaw, Use use) throws Exception {
    try (S3TestServer flawed = S3TestServer.start(Traits.of(flaw));
        BlockStore store =
            TestStores.open(
                effects, TestStores.texts(flawed, "probe", "never", "key_prefix", "p/"))) {
      use.of(flawed, store);
    }
  }

  private static List<String> plant(S3TestServer server, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "key-%05d", i);
      server.plant("p/" + name, new byte[] {1});
      names.add(name);
    }
    return names;
  }

  private static List<String> names(BlockStore store, ListOptions options)
      throws BlockStoreException {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = store.list(options)) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(options.pageSize());
        page.forEach(entry -> names.add(entry.name()));
        page = listing.nextPage();
      }
    }
    return names;
  }
}
