package io.blocktier.blockstore.express;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.express.log.AppendLog;
import io.blocktier.blockstore.express.log.LogOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is particular to directory buckets, against the project's own server. */
class ExpressStoreTest {

  private static final BlockKey KEY = BlockKey.of("wal/block");

  private ExpressServer server;
  private BlockStore store;

  @BeforeEach
  void open() throws Exception {
    server = new ExpressServer();
    store = server.open();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    server.close();
  }

  private static Content bytes(int count) {
    return Content.of(new byte[count]);
  }

  @Test
  void aProbeFindsEverythingThatTheStoreClaims() throws Exception {
    try (BlockStore probed = server.open("probe", "startup")) {
      assertThat(probed.capabilities().features())
          .contains(
              Capability.APPEND,
              Capability.RENAME,
              Capability.CONDITIONAL_CREATE,
              Capability.CONDITIONAL_REPLACE,
              Capability.SERVER_SIDE_COPY)
          .doesNotContain(Capability.ORDERED_LISTING, Capability.STORAGE_CLASS);
    }
  }

  @Test
  void sessionsAreCountedAndOneServesManyRequests() throws Exception {
    for (int i = 0; i < 20; i++) {
      Blocks.write(store, BlockKey.of("block-" + i), new byte[10]);
    }
    assertThat(store.healthCheck().detail())
        .as("one for object requests, one that the SDK keeps for its own")
        .contains("2 sessions opened, 0 failed, 0 ended early, the newest ");
  }

  @Test
  void sessionsThatTheServerEndsEarlyAreRenewedOnce() throws Exception {
    Blocks.write(store, BlockKey.of("before"), new byte[10]);
    assertThat(names(ListOptions.under(KeyPrefix.ALL))).containsExactly("before");
    server.ahead = Duration.ofMinutes(6);
    assertThat(names(ListOptions.under(KeyPrefix.ALL))).containsExactly("before");
    Blocks.write(store, BlockKey.of("after"), new byte[10]);
    assertThat(store.deleteByPrefix(KeyPrefix.ALL).deleted()).isEqualTo(2);
    assertThat(store.healthCheck().detail())
        .as("each of the two kinds twice")
        .contains("4 sessions opened, 0 failed, 1 ended early");
  }

  @Test
  void aPrefixThatEndsWithinANameIsListedAndDeletedAlone() throws Exception {
    for (String key : List.of("a/bc/1", "a/bd", "a/b", "a/x", "ab")) {
      Blocks.write(store, BlockKey.of(key), new byte[1]);
    }
    assertThat(names(ListOptions.under(KeyPrefix.of("a/b"))))
        .containsExactlyInAnyOrder("a/b", "a/bc/1", "a/bd");
    assertThat(names(ListOptions.under(KeyPrefix.of("a/b")).folded()))
        .containsExactlyInAnyOrder("a/b", "a/bc/", "a/bd");
    assertThat(store.deleteByPrefix(KeyPrefix.of("a/b")).deleted()).isEqualTo(3);
    assertThat(names(ListOptions.under(KeyPrefix.ALL))).containsExactlyInAnyOrder("a/x", "ab");
  }

  private List<String> names(ListOptions options) throws Exception {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = store.list(options.withPageSize(2))) {
      listing.forEachRemaining((ListEntry entry) -> names.add(entry.name()));
    }
    return names;
  }

  @Test
  void anAppendOfMoreThanIsAllowedIsRefusedBeforeAnythingIsSent() throws Exception {
    try (BlockStore small = server.open("max_append_size", "10")) {
      small.append(KEY, 0, bytes(10));
      assertThatThrownBy(() -> small.append(KEY, 10, bytes(11)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("max_append_size");
      assertThat(small.stat(KEY).size()).isEqualTo(10);
    }
  }

  @Test
  void appendsCanBeSwitchedOff() throws Exception {
    try (BlockStore fixed = server.open("enable_atomic_append", "false")) {
      assertThat(fixed.capabilities().has(Capability.APPEND)).isFalse();
      assertThat(fixed.capabilities().limits().maxAppends()).isZero();
    }
  }

  @Test
  void anAppendLargerThanAPartIsOneAppend() throws Exception {
    Blocks.write(store, KEY, new byte[] {7});
    store.append(KEY, 1, bytes(9 << 20));
    assertThat(store.stat(KEY).size()).isEqualTo(1 + (9 << 20));
    assertThat(Blocks.readAll(store, KEY).get(0)).isEqualTo((byte) 7);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aBlockGrowsPastTheServersLimitOfParts() throws Exception {
    for (int size = 0; size < 10_005; size++) {
      store.append(KEY, size, bytes(1));
    }
    assertThat(store.stat(KEY).size()).isEqualTo(10_005);
  }

  @Test
  void writtenMetadataHoldsNoChecksumThatAnAppendWouldBelie() throws Exception {
    store.write(KEY, bytes(100), WriteOptions.DEFAULT);
    store.append(KEY, 100, bytes(100));
    assertThat(Blocks.readAll(store, KEY).remaining()).isEqualTo(200);
  }

  @Test
  void theLogRunsOnADirectoryBucket() throws Exception {
    AppendLog log = AppendLog.open(List.of(store), LogOptions.under("wal/"), server.effects);
    for (int i = 0; i < 30; i++) {
      assertThat(log.append(ByteBuffer.wrap(new byte[] {(byte) i}))).isEqualTo(i);
    }
    AppendLog again = AppendLog.open(List.of(store), LogOptions.under("wal/"), server.effects);
    List<Integer> found = new ArrayList<>();
    again.replay(0, record -> found.add((int) record.payload().get(0)));
    assertThat(found).hasSize(30).startsWith(0, 1).endsWith(29);
  }
}
