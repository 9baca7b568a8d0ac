package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.assertUnsupported;
import static io.blocktier.blockstore.tck.Subject.numbered;
import static io.blocktier.blockstore.tck.Subject.numberedUpTo;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listings: complete, without repetition, in pages, in order where that is offered. */
interface ListContract extends Fixture {

  @Test
  default void emptyStoreListsNothing() throws Exception {
    subject().assertEmpty();
    assertThat(subject().names(ListOptions.under(KeyPrefix.of("none")))).isEmpty();
    assertThat(subject().names(ListOptions.under(KeyPrefix.of("none/")).folded())).isEmpty();
  }

  @Test
  default void everyBlockIsListedOnceHoweverPagesFall() throws Exception {
    List<String> written = new ArrayList<>();
    for (int count = 0; count <= 11; count++) {
      for (int pageSize : new int[] {1, 5, 10, 11, 12, 1_000}) {
        ListOptions options = ListOptions.under(KeyPrefix.ALL).withPageSize(pageSize);
        assertListed(subject().names(options), written);
      }
      String key = numbered("key-", count);
      subject().write(key, bytes(1, 3));
      written.add(key);
    }
  }

  @Test
  default void listingGoesOnBehindTheFirstFullPage() throws Exception {
    List<String> written = numberedUpTo(scale().listedKeys(), i -> numbered("many/", i));
    writeAll(written, _ -> new byte[] {1});
    assertListed(subject().names(ListOptions.under(KeyPrefix.of("many/"))), written);
    assertListed(subject().names(ListOptions.under(KeyPrefix.of("many/")).folded()), written);
    ListOptions pages = ListOptions.under(KeyPrefix.ALL).withPageSize(97);
    assertListed(subject().names(pages), written);
  }

  @Test
  default void keysComeInTheOrderOfTheirBytes() throws Exception {
    subject().assumeOffered(Capability.ORDERED_LISTING);
    List<String> ordered =
        List.of(
            " ",
            "!",
            "0",
            "A",
            "B",
            "Z",
            "_",
            "a",
            "a!",
            "a/b",
            "a/b/c",
            "a0",
            "aa",
            "b",
            "~",
            "é",
            "\u07FF",
            "漢",
            "\uD7FF",
            "\uE000",
            "\uFFFD",
            "\uD800\uDC00",
            "😀",
            "\uDBFF\uDFFF");
    for (String key : ordered.reversed()) {
      subject().write(key, bytes(1, 3));
    }
    for (int pageSize : new int[] {1, 2, 3, 7, 1_000}) {
      ListOptions options = ListOptions.under(KeyPrefix.ALL).withPageSize(pageSize);
      assertThat(subject().names(options)).containsExactlyElementsOf(ordered);
    }
  }

  @Test
  default void prefixIsNotBoundToSlashes() throws Exception {
    for (String key : List.of("a", "ab", "abc", "ab/c", "ab/d/e", "aB", "b", "aa")) {
      subject().write(key, bytes(1, 3));
    }
    assertListed(under("ab"), List.of("ab", "ab/c", "ab/d/e", "abc"));
    assertListed(under("ab/"), List.of("ab/c", "ab/d/e"));
    assertListed(under("ab/d"), List.of("ab/d/e"));
    assertListed(under("ab/d/e"), List.of("ab/d/e"));
    assertListed(under("abc"), List.of("abc"));
    assertListed(under("abcd"), List.of());
    assertListed(under("ab/d/e/"), List.of());
  }

  private List<String> under(String prefix) throws BlockStoreException {
    return subject().names(ListOptions.under(KeyPrefix.of(prefix)));
  }

  private void assertListed(List<String> actual, List<String> ordered) {
    if (subject().offers(Capability.ORDERED_LISTING)) {
      assertThat(actual).containsExactlyElementsOf(ordered);
    } else {
      assertThat(actual).containsExactlyInAnyOrderElementsOf(ordered);
    }
  }

  @Test
  default void listingBeginsBehindAString() throws Exception {
    subject().assumeOffered(Capability.ORDERED_LISTING);
    for (String key : List.of("a", "b", "c/1", "c/2", "d", "\uFFFD", "😀")) {
      subject().write(key, bytes(1, 3));
    }
    ListOptions all = ListOptions.under(KeyPrefix.ALL).withPageSize(2);
    assertThat(subject().names(all.startingAfter(" "))).hasSize(7).startsWith("a", "b");
    assertThat(subject().names(all.startingAfter("a"))).hasSize(6).startsWith("b");
    assertThat(subject().names(all.startingAfter("bb"))).hasSize(5).startsWith("c/1");
    assertThat(subject().names(all.startingAfter("c/"))).hasSize(5).startsWith("c/1");
    assertThat(subject().names(all.startingAfter("c/1"))).hasSize(4).startsWith("c/2");
    assertThat(subject().names(all.startingAfter("\uFFFD"))).containsExactly("😀");
    assertThat(subject().names(all.startingAfter("😀"))).isEmpty();
    ListOptions within = ListOptions.under(KeyPrefix.of("c/"));
    assertThat(subject().names(within.startingAfter("a"))).containsExactly("c/1", "c/2");
    assertThat(subject().names(within.startingAfter("c/1"))).containsExactly("c/2");
    assertThat(subject().names(within.startingAfter("d"))).isEmpty();
  }

  @Test
  default void listingCanBeResumedBehindItsLastName() throws Exception {
    subject().assumeOffered(Capability.ORDERED_LISTING);
    List<String> keys = List.of("a", "a!", "a/b", "a/b/c", "a0", "é", "\uFFFD", "😀");
    for (String key : keys) {
      subject().write(key, bytes(1, 3));
    }
    List<String> found = new ArrayList<>();
    for (String last = ""; last != null; ) {
      ListOptions options = ListOptions.under(KeyPrefix.ALL).withPageSize(1).startingAfter(last);
      try (BlockListing listing = store().list(options)) {
        List<ListEntry> page = listing.nextPage();
        last = page.isEmpty() ? null : page.getFirst().name();
        page.forEach(entry -> found.add(entry.name()));
      }
      assertThat(found).as("names, each once").hasSizeLessThanOrEqualTo(keys.size());
    }
    assertThat(found).containsExactlyElementsOf(keys);
  }

  @Test
  default void beginningIsRefusedWithoutOrder() throws Exception {
    subject().assumeNotOffered(Capability.ORDERED_LISTING);
    subject().write("b", bytes(1, 3));
    ListOptions options = ListOptions.under(KeyPrefix.ALL).startingAfter("a");
    assertUnsupported(() -> store().list(options).close());
  }

  @Test
  default void entriesTellSizeAndVersion() throws Exception {
    subject().write("block", bytes(1, 4_321));
    ListEntry entry = subject().entries(ListOptions.under(KeyPrefix.ALL)).getFirst();
    BlockStat stat = subject().stat("block");
    assertThat(entry).isInstanceOf(ListEntry.Block.class);
    BlockStat listed = ((ListEntry.Block) entry).stat();
    assertThat(listed.key()).isEqualTo(stat.key());
    assertThat(listed.size()).isEqualTo(4_321);
    assertThat(listed.etag()).isEqualTo(stat.etag());
  }

  @Test
  default void listingFollowsEveryWriteAndDelete() throws Exception {
    for (int i = 0; i < 10; i++) {
      subject().write("a", bytes(i, i));
      assertThat(subject().keys()).containsExactly("a");
      subject().delete("a");
      assertThat(subject().keys()).isEmpty();
    }
  }

  @Test
  default void listingMayBeClosedBeforeItsEndAndTwice() throws Exception {
    subject().write("a", bytes(1, 3));
    subject().write("b", bytes(1, 3));
    BlockListing listing = store().list(ListOptions.under(KeyPrefix.ALL).withPageSize(1));
    assertThat(listing.nextPage()).hasSize(1);
    listing.close();
    listing.close();
    assertThat(subject().keys()).containsExactlyInAnyOrder("a", "b");
  }
}
