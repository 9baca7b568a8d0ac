package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.bill.RequestTally;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.ContractScale;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** Every layer is a store: the whole contract, over a store in memory. */
class LayerContractTest {

  private static final TransferPolicy SMALL_PARTS =
      new TransferPolicy(100_000, 100_000, 100_000, 64_000, 4, 300_000, Duration.ofSeconds(30));

  /** A layer around a fresh store. */
  abstract static class Layered extends BlockStoreContract {

    final Effects effects = TestEffects.seeded(1);

    @Override
    protected BlockStore open() throws Exception {
      return wrap(new InMemoryBlockStore(effects));
    }

    @Override
    public ContractScale scale() {
      return ContractScale.DEFAULT.withLargeBytes(2 << 20);
    }

    abstract BlockStore wrap(InMemoryBlockStore memory) throws Exception;
  }

  @Nested
  class Lifecycle extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      return new LifecycleBlockStore(memory, LifecyclePolicy.DEFAULT);
    }
  }

  @Nested
  class Guarded extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      return new GuardedBlockStore(memory);
    }
  }

  @Nested
  class GuardedWithoutCapabilities extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      Limits limits = new Limits(1 << 24, 1 << 24, 1, 1 << 24, 100, 0, BlockKey.MAX_BYTES);
      Capabilities none = new Capabilities(Set.of(), limits, Durability.MEMORY);
      return new GuardedBlockStore(new InMemoryBlockStore("bare", none, effects));
    }
  }

  @Nested
  class Prefixed extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) throws Exception {
      KeyPrefix prefix = KeyPrefix.of("tenant/7/");
      for (String foreign : new String[] {"tenant/7", "tenant/70", "tenant/6/a", "zebra"}) {
        Blocks.write(memory, BlockKey.of(foreign), new byte[3]);
      }
      return new PrefixedBlockStore(memory, prefix);
    }
  }

  @Nested
  class Retrying extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      return new RetryingBlockStore(memory, RetryPolicy.DEFAULT, effects);
    }
  }

  @Nested
  class CircuitBreaking extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      return new CircuitBreakingBlockStore(memory, BreakerPolicy.DEFAULT, effects);
    }
  }

  @Nested
  class Limiting extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      return new LimitingBlockStore(memory, LimitPolicy.DEFAULT, effects);
    }
  }

  @Nested
  class Metered extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      return new MeteredBlockStore(memory, new SimpleMeterRegistry(), "memory");
    }
  }

  @Nested
  class Billed extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      return new BilledBlockStore(memory, new RequestTally());
    }
  }

  @Nested
  class Parallel extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      return new ParallelBlockStore(memory, SMALL_PARTS, effects);
    }
  }

  @Nested
  class AllTogether extends Layered {
    @Override
    BlockStore wrap(InMemoryBlockStore memory) {
      BlockStore one = new LimitingBlockStore(memory, LimitPolicy.DEFAULT, effects);
      one = new CircuitBreakingBlockStore(one, BreakerPolicy.DEFAULT, effects);
      one = new RetryingBlockStore(one, RetryPolicy.DEFAULT, effects);
      one = new ParallelBlockStore(one, SMALL_PARTS, effects);
      one = new PrefixedBlockStore(one, KeyPrefix.of("share/"));
      one = new GuardedBlockStore(one);
      one = new MeteredBlockStore(one, new SimpleMeterRegistry(), "memory");
      return new LifecycleBlockStore(one, LifecyclePolicy.DEFAULT);
    }
  }
}
