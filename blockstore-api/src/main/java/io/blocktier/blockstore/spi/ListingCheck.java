package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.WriteOptions;
import java.util.ArrayList;
import java.util.List;

/** Checks that listings follow writes and deletes, in the order of the keys' bytes. */
final class ListingCheck {

  /** In order: {@code /} sorts between {@code !} and {@code 0}; the last two differ in UTF-16. */
  private static final List<String> NAMES =
      List.of("a", "a!", "a/b", "a0", "ab", "z", "\u00e9", "\uff5e", "\ud83d\ude00");

  private static final int PAGE_SIZE = 2;

  private ListingCheck() {}

  static String run(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    List<String> expected = new ArrayList<>();
    for (String name : NAMES.reversed()) {
      BlockKey key = bench.key("list/" + name);
      expected.addFirst(key.value());
      bench.write(key, name, WriteOptions.DEFAULT);
    }
    requireNames(bench, "", expected);
    requireNames(bench, expected.get(2), expected.subList(3, expected.size()));
    BlockKey removed = BlockKey.of(expected.remove(4));
    bench.call(() -> {
      Blocks.delete(bench.store(), removed);
      return removed;
    });
    requireNames(bench, "", expected);
    return NAMES.size()
        + " keys in order over pages of "
        + PAGE_SIZE
        + ", one gone after its delete";
  }

  private static void requireNames(ProbeBench bench, String startAfter, List<String> expected)
      throws BlockStoreException, ProbeRefutation {
    ListOptions options =
        ListOptions.under(bench.prefix("list/")).startingAfter(startAfter).withPageSize(PAGE_SIZE);
    List<String> found = bench.call(() -> names(bench, options));
    ProbeRefutation.unless(
        found.equals(expected), "listed " + found + " where " + expected + " are in order");
  }

  private static List<String> names(ProbeBench bench, ListOptions options)
      throws BlockStoreException {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = bench.store().list(options)) {
      listing.forEachRemaining((ListEntry entry) -> names.add(entry.name()));
    }
    return names;
  }
}
