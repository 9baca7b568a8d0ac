package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.Subject.numbered;
import static io.blocktier.blockstore.tck.TestBytes.stamped;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Readers and listings among writers: whole versions, complete listings, never a mixture. */
interface VersionRaceContract extends Fixture {

  /** How often each writer overwrites. */
  int OVERWRITES = 40;

  @Test
  default void readersSeeWholeVersions() throws Exception {
    Map<Etag, Long> seen = new ConcurrentHashMap<>();
    amongWriters(_ -> readWhole(seen));
    assertThat(seen).isNotEmpty();
  }

  private void readWhole(Map<Etag, Long> seen) throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate(TestBytes.mostStampedBytes());
    BlockRead read = store().read(key("block"), ByteRange.ALL, target);
    assertThat(read.length()).isEqualTo(target.flip().remaining());
    assertThat(read.block().size()).as("size of the version read").isEqualTo(read.length());
    long version = TestBytes.version(target);
    Long before = seen.putIfAbsent(read.block().etag(), version);
    assertThat(before == null ? version : before).as("content of one etag").isEqualTo(version);
  }

  @Test
  default void rangesWithOneEtagAreOfOneVersion() throws Exception {
    amongWriters(_ -> readInRanges());
  }

  private void readInRanges() throws BlockStoreException {
    ByteBuffer head = ByteBuffer.allocate(Long.BYTES);
    Etag etag = store().read(key("block"), ByteRange.of(0, Long.BYTES), head).block().etag();
    ByteBuffer rest = ByteBuffer.allocate(TestBytes.mostStampedBytes());
    try {
      BlockRead read = store().read(key("block"), ByteRange.from(Long.BYTES), rest);
      if (read.block().etag().equals(etag)) {
        TestBytes.checkWords(head.getLong(0), 1, rest.flip());
      }
    } catch (RangeNotSatisfiableException overwrittenByAVersionOfOneWord) {
      assertThat(rest.position()).isZero();
    }
  }

  private void amongWriters(Race.Chore reader) throws Exception {
    subject().write("block", stamped(1));
    int half = Math.max(1, Math.min(8, scale().racers() / 2));
    new Crowd(half, OVERWRITES, half, scale().deadline())
        .run(
            (writer, turn) -> subject().write("block", stamped(1_000_000L * (writer + 1) + turn)),
            reader);
    TestBytes.version(ByteBuffer.wrap(subject().read("block")));
  }

  @Test
  default void lastOfManyWritersLeavesOneWholeVersion() throws Exception {
    Race.runAll(
        scale().racers(), scale().deadline(), i -> subject().write("block", stamped(i + 1)));
    long version = TestBytes.version(ByteBuffer.wrap(subject().read("block")));
    subject().assertHolds("block", stamped(version));
    assertThat(version).isBetween(1L, (long) scale().racers());
  }

  @Test
  default void readerOfADeletedBlockSeesItWholeOrNotAtAll() throws Exception {
    new Crowd(1, OVERWRITES, 3, scale().deadline())
        .run(
            (_, turn) -> {
              subject().write("block", stamped(turn));
              subject().delete("block");
            },
            _ -> readUnlessGone());
  }

  private void readUnlessGone() throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate(TestBytes.mostStampedBytes());
    try {
      store().read(key("block"), ByteRange.ALL, target);
      TestBytes.version(target.flip());
    } catch (BlockNotFoundException gone) {
      assertThat(target.position()).isZero();
    } catch (InvalidRequestException e) {
      throw new AssertionError("room for every version was refused", e);
    }
  }

  @Test
  default void whatStaysIsListedOnceAmongWritesAndDeletes() throws Exception {
    List<String> lasting = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lasting.add(numbered("k/", 2 * i));
      subject().write(lasting.getLast(), new byte[] {1});
    }
    new Crowd(3, 10, 3, scale().deadline())
        .run((writer, _) -> churn(writer), lister -> assertLasting(lasting, lister));
    assertThat(subject().keys()).containsExactlyInAnyOrderElementsOf(lasting);
  }

  /** Writes and deletes keys between the lasting ones, alone and in batches. */
  private void churn(int writer) throws BlockStoreException {
    List<BlockKey> between = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      between.add(key(numbered("k/", 2 * (10 * writer + i) + 1)));
      subject().write(between.getLast().value(), new byte[] {2});
    }
    subject().delete(between.removeFirst().value());
    store().deleteAll(between).orThrow();
  }

  private void assertLasting(List<String> lasting, int lister) throws BlockStoreException {
    ListOptions options = ListOptions.under(KeyPrefix.of("k/")).withPageSize(4 * (lister + 3));
    Map<String, Integer> counts = new HashMap<>();
    subject().names(options).forEach(name -> counts.merge(name, 1, Integer::sum));
    assertThat(counts.keySet()).as("blocks that exist throughout").containsAll(lasting);
    assertThat(counts.values()).as("how often each is listed").containsOnly(1);
  }
}
