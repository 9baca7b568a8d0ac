package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.layer.CircuitBreakingBlockStore;
import io.blocktier.blockstore.layer.GuardedBlockStore;
import io.blocktier.blockstore.layer.LifecycleBlockStore;
import io.blocktier.blockstore.layer.LimitingBlockStore;
import io.blocktier.blockstore.layer.ParallelBlockStore;
import io.blocktier.blockstore.layer.RetryingBlockStore;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.StoreLocation;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Opens stores in buckets of Amazon S3 and of services that speak its protocol, complete with
 * retries, circuit breaker, concurrency limit and parallel transfers. Stateless and thread-safe.
 */
public final class S3StoreProvider implements BlockStoreProvider {

  private static final String NAME = "s3";

  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public S3StoreProvider() {}

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public Set<String> schemes() {
    return Set.of(NAME);
  }

  @Override
  public List<Setting<?>> settings() {
    return S3Settings.ofStore();
  }

  /**
   * Takes {@code s3://bucket/name} or {@code s3://host:port/bucket/name} apart. A server with a
   * port is spoken to in plain http, unless the port is 443. A server that answers elsewhere is
   * configured by the setting {@code endpoint}.
   */
  @Override
  public StoreLocation locate(String uri) {
    return S3Location.parse(uri);
  }

  /**
   * Opens a store without touching the network, unless the setting {@code probe} asks for it. The
   * store holds one task of the executor until it is closed.
   */
  @Override
  public BlockStore open(Settings settings, Effects effects) throws BlockStoreException {
    S3Options options = S3Options.from(settings);
    LayerPolicies policies = LayerPolicies.from(settings);
    BlockStore store = compose(S3BlockStore.open(options, effects), policies, effects);
    if (options.probe() == ProbeMode.STARTUP) {
      probe(store);
    }
    return store;
  }

  static BlockStore compose(BlockStore bare, LayerPolicies policies, Effects effects) {
    return compose(bare, policies, effects, UnaryOperator.identity());
  }

  static BlockStore compose(
      BlockStore bare, LayerPolicies policies, Effects effects, UnaryOperator<BlockStore> above) {
    BlockStore limited = new LimitingBlockStore(bare, policies.limit(), effects);
    BlockStore broken = new CircuitBreakingBlockStore(limited, policies.breaker(), effects);
    BlockStore retrying = new RetryingBlockStore(broken, policies.retry(), effects);
    BlockStore parallel = new ParallelBlockStore(retrying, policies.transfer(), effects);
    BlockStore guarded = new GuardedBlockStore(above.apply(parallel));
    return new LifecycleBlockStore(guarded, policies.lifecycle());
  }

  static void probe(BlockStore store) throws BlockStoreException {
    try {
      store.probe();
    } catch (BlockStoreException | RuntimeException e) {
      store.close();
      throw e;
    }
  }
}
