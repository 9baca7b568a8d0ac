package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Objects that do not fit into one buffer. */
class LongAnswerTest {

  private static final int BYTES = 4 << 20;

  private final Effects effects = Effects.ofSystem();

  @AfterEach
  void stop() {
    effects.executor().close();
  }

  /** Each read opens the block anew. */
  @Test
  void aLongAnswerTakesFewReadsOfTheStore() throws IOException {
    Reads store = new Reads(effects);
    byte[] content = new byte[BYTES];
    new Random(7).nextBytes(content);
    try (GatewayFixture gateway = GatewayFixture.over(store, effects)) {
      gateway.s3.createBucket(b -> b.bucket("photos"));
      gateway.s3.putObject(b -> b.bucket("photos").key("k"), RequestBody.fromBytes(content));
      store.ranges.clear();
      byte[] got = gateway.s3.getObjectAsBytes(b -> b.bucket("photos").key("k")).asByteArray();
      assertThat(got).isEqualTo(content);
    }
    assertThat(store.ranges)
        .startsWith(ByteRange.of(0, 128 << 10), ByteRange.of(128 << 10, 512 << 10))
        .hasSize(9);
  }

  private static final class Reads extends ForwardingBlockStore {

    final List<ByteRange> ranges = new CopyOnWriteArrayList<>();

    Reads(Effects effects) {
      super(new InMemoryBlockStore(effects));
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      if (key.value().startsWith("photos/")) {
        ranges.add(range);
      }
      return super.read(key, range, target);
    }
  }
}
