package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrefixedBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("key");

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final BlockStore store = new PrefixedBlockStore(memory, KeyPrefix.of("a/b/"));

  @Test
  void keysLieUnderThePrefixBeneathAndAreShortAbove() throws Exception {
    Receipt receipt = Blocks.write(store, KEY, new byte[3]);
    assertThat(receipt.key()).isEqualTo(KEY);
    assertThat(store.stat(KEY).key()).isEqualTo(KEY);
    assertThat(memory.stat(BlockKey.of("a/b/key")).size()).isEqualTo(3);
    try (BlockUpload upload = store.startUpload(BlockKey.of("up"), WriteOptions.DEFAULT)) {
      assertThat(upload.key()).isEqualTo(BlockKey.of("up"));
      var part = upload.copyPart(1, KEY, ByteRange.of(0, 3));
      assertThat(upload.complete(List.of(part)).key()).isEqualTo(BlockKey.of("up"));
    }
    assertThat(memory.stat(BlockKey.of("a/b/up")).size()).isEqualTo(3);
  }

  @Test
  void nothingOutsideCanBeReachedOrDeleted() throws Exception {
    for (String foreign : List.of("a/b", "a/bb", "a/b!", "a/c/key", "z")) {
      Blocks.write(memory, BlockKey.of(foreign), new byte[1]);
    }
    Blocks.write(store, KEY, new byte[1]);
    assertThat(names(ListOptions.under(KeyPrefix.ALL))).containsExactly("key");
    assertThat(store.deleteByPrefix(KeyPrefix.ALL).deleted()).isEqualTo(1);
    List<String> left = new ArrayList<>();
    try (var listing = memory.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(entry -> left.add(entry.name()));
    }
    assertThat(left).containsExactly("a/b", "a/b!", "a/bb", "a/c/key", "z");
  }

  @Test
  void listingsFoldAndBeginWithinThePrefix() throws Exception {
    for (String key : List.of("x/1", "x/2", "y", "z")) {
      Blocks.write(store, BlockKey.of(key), new byte[1]);
    }
    assertThat(names(ListOptions.under(KeyPrefix.ALL).folded())).containsExactly("x/", "y", "z");
    assertThat(names(ListOptions.under(KeyPrefix.of("x/")))).containsExactly("x/1", "x/2");
    assertThat(names(ListOptions.under(KeyPrefix.ALL).startingAfter("x/2")))
        .containsExactly("y", "z");
  }

  @Test
  void failuresOfABatchCarryTheShortKeys() throws Exception {
    PartialDeletes partial =
        new PartialDeletes(memory, BlockKey.of("a/b/busy"), BlockKey.of("a/b/refused"));
    DeleteReport report =
        new PrefixedBlockStore(partial, KeyPrefix.of("a/b/"))
            .deleteAll(List.of(BlockKey.of("busy"), BlockKey.of("refused"), KEY));
    assertThat(report.failures()).containsOnlyKeys(BlockKey.of("busy"), BlockKey.of("refused"));
    assertThat(report.deleted()).isEqualTo(1);
  }

  @Test
  void keysThatAreTooLongWithThePrefixAreRefusedWithTheNumber() {
    int most = store.capabilities().limits().maxKeyBytes();
    assertThat(most).isEqualTo(BlockKey.MAX_BYTES - "a/b/".length());
    BlockKey longer = BlockKey.of("k".repeat(most + 1));
    assertThatThrownBy(() -> Blocks.write(store, longer, new byte[1]))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(String.valueOf(BlockKey.MAX_BYTES + 1))
        .hasMessageContaining("a/b/");
    KeyPrefix prefix = KeyPrefix.of(longer.value());
    assertThatThrownBy(() -> store.deleteByPrefix(prefix))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void aPrefixEndsWithASlashOrIsEmpty() throws Exception {
    assertThatThrownBy(() -> new PrefixedBlockStore(memory, KeyPrefix.of("ab")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slash");
    BlockStore whole = new PrefixedBlockStore(memory, KeyPrefix.ALL);
    Blocks.write(whole, KEY, new byte[1]);
    assertThat(memory.stat(KEY).size()).isEqualTo(1);
  }

  @Test
  void aReceiptThatIsStillRisingIsFollowedUnderTheShortKey() throws Exception {
    RisingReceipt rising = new RisingReceipt(BlockKey.of("a/b/key"));
    BlockStore acknowledging =
        new ForwardingBlockStore(memory) {
          @Override
          public Receipt write(BlockKey key, Content content, WriteOptions options) {
            return rising;
          }
        };
    BlockStore prefixed = new PrefixedBlockStore(acknowledging, KeyPrefix.of("a/b/"));
    Receipt receipt = Blocks.write(prefixed, KEY, new byte[1]);
    assertThat(receipt.key()).isEqualTo(KEY);
    assertThat(receipt.level()).isEqualTo(Durability.MEMORY);
    receipt.await(Durability.REMOTE, Duration.ofSeconds(1));
    assertThat(receipt.level()).isEqualTo(Durability.REMOTE);
    assertThat(receipt.size()).isEqualTo(rising.size());
    assertThat(receipt.etag()).isEqualTo(rising.etag());
    assertThat(receipt.checksum()).isEqualTo(rising.checksum());
  }

  private List<String> names(ListOptions options) throws Exception {
    List<String> names = new ArrayList<>();
    try (var listing = store.list(options.withPageSize(2))) {
      listing.forEachRemaining((ListEntry entry) -> names.add(entry.name()));
    }
    return names;
  }

  /** A receipt whose level rises when it is awaited. */
  private static final class RisingReceipt implements Receipt {

    private final BlockKey key;
    private Durability level = Durability.MEMORY;

    RisingReceipt(BlockKey key) {
      this.key = key;
    }

    @Override
    public BlockKey key() {
      return key;
    }

    @Override
    public long size() {
      return 1;
    }

    @Override
    public Etag etag() {
      return Etag.of("rising");
    }

    @Override
    public Optional<Crc32c> checksum() {
      return Optional.of(new Crc32c(7));
    }

    @Override
    public Durability level() {
      return level;
    }

    @Override
    public void await(Durability wanted, Duration timeout) {
      level = wanted;
    }
  }
}
