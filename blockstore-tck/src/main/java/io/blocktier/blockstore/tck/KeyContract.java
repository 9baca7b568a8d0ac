package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.LegalKeys.contentFor;
import static io.blocktier.blockstore.tck.Subject.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Keys: every legal one names a block of its own, whatever it looks like to others. */
interface KeyContract extends Fixture {

  @Test
  default void everyAsciiCharacterIsKept() throws Exception {
    roundTrips(LegalKeys.ascii());
  }

  @Test
  default void everyByteOfUtf8IsKept() throws Exception {
    roundTrips(LegalKeys.utf8());
  }

  @Test
  default void keysThatLookLikeSomethingElseAreKept() throws Exception {
    roundTrips(LegalKeys.odd());
  }

  @Test
  default void everyLengthOfUtf8IsKeptAndNothingIsNormalized() throws Exception {
    roundTrips(LegalKeys.unicode());
  }

  @Test
  default void elementsLongerThanAFileNameAreKept() throws Exception {
    roundTrips(LegalKeys.longElements(most()));
  }

  @Test
  default void longElementsThatDifferAtTheirEndAreDifferent() throws Exception {
    roundTrips(LegalKeys.longTwins());
  }

  @Test
  default void keysThatDifferInCaseAreDifferent() throws Exception {
    roundTrips(List.of("readme", "README", "Readme", "dir/x", "Dir/x", "DIR/X"));
  }

  @Test
  default void deepestKeyIsKept() throws Exception {
    roundTrips(List.of(LegalKeys.deep(most()), "a"));
  }

  @Test
  default void longestKeysAreKept() throws Exception {
    roundTrips(LegalKeys.ofBytes(most()));
  }

  @Test
  default void keyLongerThanTheStoreSaysIsRefused() throws Exception {
    assumeThat(most()).as("the longest key").isLessThan(BlockKey.MAX_BYTES);
    for (String text : LegalKeys.ofBytes(most() + 1)) {
      BlockKey key = key(text);
      KeyPrefix prefix = KeyPrefix.of(text);
      refuses(() -> Blocks.write(store(), key, contentFor(text)));
      refuses(() -> Blocks.readAll(store(), key));
      refuses(() -> store().stat(key));
      refuses(() -> store().delete(key, DeleteOptions.DEFAULT));
      refuses(() -> store().deleteAll(List.of(key)));
      refuses(() -> store().deleteByPrefix(prefix));
      refuses(() -> store().list(ListOptions.under(prefix)).nextPage());
      refuses(() -> store().copy(key("a"), key, CopyOptions.DEFAULT));
      refuses(() -> store().copy(key, key("a"), CopyOptions.DEFAULT));
    }
    subject().assertEmpty();
  }

  private static void refuses(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class);
  }

  private int most() {
    return store().capabilities().limits().maxKeyBytes();
  }

  private void roundTrips(List<String> keys) throws Exception {
    writeAll(keys, LegalKeys::contentFor);
    for (String key : keys) {
      assertThat(subject().read(key)).as("'%s'", key).isEqualTo(contentFor(key));
      assertThat(subject().stat(key).key()).isEqualTo(key(key));
    }
    assertListed(keys);
    assertThat(store().deleteAll(keys.stream().map(BlockKey::of).toList()).orThrow())
        .isEqualTo(keys.size());
    subject().assertEmpty();
  }

  private void assertListed(List<String> keys) throws BlockStoreException {
    List<String> sorted = keys.stream().map(BlockKey::of).sorted().map(BlockKey::value).toList();
    if (subject().offers(Capability.ORDERED_LISTING)) {
      assertThat(subject().keys()).containsExactlyElementsOf(sorted);
    } else {
      assertThat(subject().keys()).containsExactlyInAnyOrderElementsOf(sorted);
    }
  }

  @Test
  default void oddKeysAreListedOneByOneByTheirOwnPrefix() throws Exception {
    List<String> keys = List.of("%41", "A", "a+b", "a b", "a%20b", "é", "e\u0301", "a\\b", "*");
    for (String key : keys) {
      subject().write(key, contentFor(key));
    }
    for (String key : keys) {
      assertThat(subject().names(listing(key))).as("under '%s'", key).containsExactly(key);
    }
  }

  private static ListOptions listing(String prefix) {
    return ListOptions.under(KeyPrefix.of(prefix));
  }

  @Test
  default void oddKeysAreCopiedAndDeletedOneByOne() throws Exception {
    for (List<String> keys : List.of(LegalKeys.odd(), LegalKeys.unicode())) {
      for (String key : keys) {
        subject().write(key, contentFor(key));
        store().copy(key(key), key("copies/of/" + key), CopyOptions.DEFAULT);
        subject().delete(key);
        assertThat(subject().read("copies/of/" + key)).as("'%s'", key).isEqualTo(contentFor(key));
        store().copy(key("copies/of/" + key), key(key), CopyOptions.DEFAULT);
        assertThat(subject().read(key)).as("'%s'", key).isEqualTo(contentFor(key));
        store().deleteByPrefix(KeyPrefix.of("copies/"));
        subject().delete(key);
      }
      subject().assertEmpty();
    }
  }

  @Test
  default void longElementsAreCopiedBesideEachOther() throws Exception {
    List<String> twins = LegalKeys.longTwins();
    subject().write("source", contentFor("source"));
    for (String key : twins) {
      store().copy(key("source"), key(key), CopyOptions.DEFAULT);
    }
    subject().delete(twins.getFirst());
    subject().assertAbsent(twins.getFirst());
    for (String key : twins.subList(1, twins.size())) {
      subject().assertHolds(key, contentFor("source"));
    }
  }
}
