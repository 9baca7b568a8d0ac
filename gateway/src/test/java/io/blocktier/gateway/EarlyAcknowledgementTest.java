package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** What a block names stays as long as the loss of a cache could bring that block back. */
class EarlyAcknowledgementTest {

  private static final int LARGE = 9 << 20;

  private final Effects effects = Effects.ofSystem();
  private final Early store = new Early(new InMemoryBlockStore(effects));
  private GatewayFixture gateway;

  /** A store that acknowledges as a cache does: what was written is not yet as safe as it gets. */
  private static final class Early extends ForwardingBlockStore {

    private volatile Durability level = Durability.LOCAL;

    Early(InMemoryBlockStore inner) {
      super(inner);
    }

    @Override
    public Capabilities capabilities() {
      Capabilities beneath = inner().capabilities();
      return new Capabilities(
          beneath.features(), beneath.limits(), Durability.LOCAL, Durability.REMOTE);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      return new Leveled(super.write(key, content, options), level);
    }
  }

  private record Leveled(Receipt receipt, Durability level) implements Receipt {
    @Override
    public BlockKey key() {
      return receipt.key();
    }

    @Override
    public long size() {
      return receipt.size();
    }

    @Override
    public Etag etag() {
      return receipt.etag();
    }

    @Override
    public Optional<Crc32c> checksum() {
      return receipt.checksum();
    }

    @Override
    public void await(Durability level, Duration timeout) throws BlockStoreException {
      receipt.await(level, timeout);
    }
  }

  @BeforeEach
  void start() throws IOException {
    gateway = GatewayFixture.over(store, effects);
    gateway.s3.createBucket(b -> b.bucket("photos"));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    store.close();
    effects.executor().close();
  }

  @Test
  void theCompanionOfAReplacedBlockStaysWhileTheStoreMayNotHaveTheNewOne() throws IOException {
    put(LARGE);
    put(1);
    assertThat(companions()).hasSize(1);
  }

  @Test
  void theCompanionOfAReplacedBlockGoesWhenTheStoreHasTheNewOne() throws IOException {
    put(LARGE);
    store.level = Durability.REMOTE;
    put(1);
    assertThat(companions()).isEmpty();
  }

  @Test
  void theCompanionOfADeletedBlockStaysWhileTheStoreMayHaveTheBlock() throws IOException {
    put(LARGE);
    gateway.s3.deleteObject(b -> b.bucket("photos").key("k"));
    assertThat(companions()).hasSize(1);
  }

  private void put(int size) {
    gateway.s3.putObject(b -> b.bucket("photos").key("k"), RequestBody.fromBytes(new byte[size]));
  }

  private List<String> companions() throws IOException {
    List<String> names = new ArrayList<>();
    ListOptions options = ListOptions.under(KeyPrefix.of(".gateway/companions/"));
    try (BlockListing listing = store.list(options)) {
      listing.forEachRemaining(entry -> names.add(entry.name()));
    }
    return names;
  }
}
