package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.Subject.numbered;
import static io.blocktier.blockstore.tck.Subject.numberedUpTo;
import static io.blocktier.blockstore.tck.TestBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.KeyPrefix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deletes: one, many, by prefix; idempotent, and honest about what failed. */
interface DeleteContract extends Fixture {

  @Test
  default void deletedBlockIsGone() throws Exception {
    subject().write("a", bytes(1, 10));
    subject().write("b", bytes(2, 10));
    subject().delete("a");
    subject().assertAbsent("a");
    subject().assertHolds("b", bytes(2, 10));
  }

  @Test
  default void deletingAKeyWithoutBlockIsFine() throws Exception {
    subject().delete("nothing");
    subject().delete("no/such/folder");
    subject().write("a", bytes(1, 10));
    subject().delete("a");
    subject().delete("a");
    subject().assertEmpty();
  }

  @Test
  default void deletedKeyCanBeWrittenAgain() throws Exception {
    subject().write("a", bytes(1, 10));
    subject().delete("a");
    subject().write("a", bytes(2, 20));
    subject().assertHolds("a", bytes(2, 20));
  }

  @Test
  default void batchOfAnySizeIsDeleted() throws Exception {
    List<String> names = numberedUpTo(scale().batchKeys(), i -> numbered("batch/", i));
    writeAll(names, _ -> new byte[] {1});
    List<BlockKey> keys = names.stream().map(BlockKey::of).toList();
    subject().write("batch", bytes(1, 10));
    DeleteReport report = store().deleteAll(keys);
    assertThat(report.failures()).isEmpty();
    assertThat(report.deleted()).isEqualTo(keys.size());
    assertThat(subject().keys()).containsExactly("batch");
  }

  @Test
  default void emptyBatchDeletesNothing() throws Exception {
    subject().write("a", bytes(1, 10));
    DeleteReport report = store().deleteAll(List.of());
    assertThat(report.deleted()).isZero();
    assertThat(report.failures()).isEmpty();
    subject().assertHolds("a", bytes(1, 10));
  }

  @Test
  default void batchMayNameKeysTwiceAndKeysWithoutBlock() throws Exception {
    subject().write("a", bytes(1, 10));
    subject().write("b", bytes(2, 10));
    DeleteReport report =
        store().deleteAll(List.of(key("a"), key("missing"), key("a"), key("a/b"), key("a")));
    assertThat(report.failures()).isEmpty();
    assertThat(report.deleted()).as("keys without block now").isEqualTo(3);
    assertThat(subject().keys()).containsExactly("b");
  }

  @Test
  default void blockThatCannotBeDeletedDoesNotKeepItsNeighbours() throws Exception {
    for (String key : List.of("a", "b", "c")) {
      subject().write(key, bytes(1, 10));
    }
    assumeTrue(refuseDeletesOf(key("b")), "the fixture cannot make deletes fail");
    DeleteReport report = store().deleteAll(List.of(key("a"), key("b"), key("c")));
    assertThat(report.deleted()).isEqualTo(2);
    assertThat(report.failures()).containsOnlyKeys(key("b"));
    assertThatThrownBy(report::orThrow).isInstanceOf(BlockStoreException.class);
    assertThat(subject().keys()).containsExactly("b");
    DeleteReport byPrefix = store().deleteByPrefix(KeyPrefix.ALL);
    assertThat(byPrefix.deleted()).isZero();
    assertThat(byPrefix.failures()).containsOnlyKeys(key("b"));
    subject().assertHolds("b", bytes(1, 10));
  }

  @Test
  default void prefixDeletesWhatItCoversAndNothingElse() throws Exception {
    for (String key : List.of("a", "a/b", "a/b/c", "ab", "aB", "b", "é/x", "A/b")) {
      subject().write(key, bytes(1, 10));
    }
    assertThat(store().deleteByPrefix(KeyPrefix.of("a/")).orThrow()).isEqualTo(2);
    assertThat(subject().keys()).containsExactlyInAnyOrder("a", "ab", "aB", "b", "é/x", "A/b");
    assertThat(store().deleteByPrefix(KeyPrefix.of("a")).orThrow()).isEqualTo(3);
    assertThat(subject().keys()).containsExactlyInAnyOrder("b", "é/x", "A/b");
    assertThat(store().deleteByPrefix(KeyPrefix.of("a")).orThrow()).as("once more").isZero();
    assertThat(store().deleteByPrefix(KeyPrefix.of("é/")).orThrow()).isEqualTo(1);
    assertThat(subject().keys()).containsExactlyInAnyOrder("b", "A/b");
  }

  @Test
  default void prefixOfAllEmptiesTheStore() throws Exception {
    writeAll(
        numberedUpTo(scale().listedKeys(), i -> "all/" + i % 7 + "/" + i), _ -> new byte[] {1});
    DeleteReport report = store().deleteByPrefix(KeyPrefix.ALL);
    assertThat(report.orThrow()).isEqualTo(scale().listedKeys());
    subject().assertEmpty();
    assertThat(store().deleteByPrefix(KeyPrefix.ALL).orThrow()).isZero();
  }
}
