package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The store under test, with the verbs that tests read well with. */
record Subject(BlockStore store) {

  static BlockKey key(String value) {
    return BlockKey.of(value);
  }

  /** A key whose numbers sort as strings. */
  static String numbered(String lead, int number) {
    return lead + Integer.toString(1_000_000 + number).substring(1);
  }

  /** So many keys, by their numbers. */
  static List<String> numberedUpTo(int end, IntFunction<String> key) {
    return IntStream.range(0, end).mapToObj(key).toList();
  }

  /** Skips the test where the store does not offer all of these. */
  void assumeOffered(Capability... capabilities) {
    for (Capability capability : capabilities) {
      assumeTrue(offers(capability), () -> store + " does not offer " + capability);
    }
  }

  /** Skips the test where the store offers this. */
  void assumeNotOffered(Capability capability) {
    assumeFalse(offers(capability), () -> store + " offers " + capability);
  }

  boolean offers(Capability capability) {
    return store.capabilities().has(capability);
  }

  /** A size that any part of an upload may have. */
  int partSize() {
    return (int) Math.max(store.capabilities().limits().minPartBytes(), 64 << 10);
  }

  Receipt write(String key, byte[] bytes) throws BlockStoreException {
    return Blocks.write(store, key(key), bytes);
  }

  Receipt write(String key, byte[] bytes, WriteOptions options) throws BlockStoreException {
    return store.write(key(key), Content.of(bytes), options);
  }

  void delete(String key) throws BlockStoreException {
    Blocks.delete(store, key(key));
  }

  BlockStat stat(String key) throws BlockStoreException {
    return store.stat(key(key));
  }

  byte[] read(String key) throws BlockStoreException {
    return read(key, ByteRange.ALL);
  }

  byte[] read(String key, ByteRange range) throws BlockStoreException {
    ByteBuffer buffer = Blocks.read(store, key(key), range);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The version that a read of the whole block tells. */
  Etag readEtag(String key) throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate((int) stat(key).size());
    return store.read(key(key), ByteRange.ALL, target).block().etag();
  }

  /** The version that a listing tells. */
  Etag listedEtag(String key) throws BlockStoreException {
    for (ListEntry entry : entries(ListOptions.under(KeyPrefix.of(key)))) {
      if (entry instanceof ListEntry.Block(BlockStat stat) && stat.key().equals(key(key))) {
        return stat.etag();
      }
    }
    throw new AssertionError("'" + key + "' is not listed");
  }

  /** The keys of all blocks, as the store lists them. */
  List<String> keys() throws BlockStoreException {
    return names(ListOptions.under(KeyPrefix.ALL));
  }

  List<String> names(ListOptions options) throws BlockStoreException {
    return entries(options).stream().map(ListEntry::name).toList();
  }

  List<ListEntry> entries(ListOptions options) throws BlockStoreException {
    return pages(options).stream().flatMap(List::stream).toList();
  }

  /** All pages up to the first empty one, none of them larger than allowed. */
  List<List<ListEntry>> pages(ListOptions options) throws BlockStoreException {
    List<List<ListEntry>> pages = new ArrayList<>();
    try (BlockListing listing = store.list(options)) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(options.pageSize());
        pages.add(page);
        page = listing.nextPage();
      }
      assertThat(listing.nextPage()).as("a page behind the end").isEmpty();
    }
    return pages;
  }

  /** Checks the block by read, stat and listing. */
  void assertHolds(String key, byte[] bytes) throws BlockStoreException {
    assertThat(read(key)).as("block '%s'", key).isEqualTo(bytes);
    assertThat(stat(key).size()).as("size of '%s'", key).isEqualTo(bytes.length);
    assertThat(namesUnder(key)).as("listing under '%s'", key).contains(key);
  }

  /** Checks by read, stat and listing that the key has no block. */
  void assertAbsent(String key) throws BlockStoreException {
    assertThatThrownBy(() -> store.stat(key(key))).isInstanceOf(BlockNotFoundException.class);
    ByteBuffer target = ByteBuffer.allocate(1);
    assertThatThrownBy(() -> store.read(key(key), ByteRange.of(0, 1), target))
        .isInstanceOf(BlockNotFoundException.class);
    assertThat(namesUnder(key)).as("listing under '%s'", key).doesNotContain(key);
  }

  void assertEmpty() throws BlockStoreException {
    assertThat(keys()).as("what is left in %s", store).isEmpty();
  }

  static void assertUnsupported(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(UnsupportedByStoreException.class);
  }

  private List<String> namesUnder(String key) throws BlockStoreException {
    return names(ListOptions.under(KeyPrefix.of(key)));
  }
}
