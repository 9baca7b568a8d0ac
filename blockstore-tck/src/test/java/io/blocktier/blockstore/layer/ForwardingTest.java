package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.ForwardingCheck;
import io.blocktier.blockstore.tck.TestEffects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call on a layer reaches the store beneath, also the calls on its listings and uploads. */
class ForwardingTest {

  private static final Effects EFFECTS = TestEffects.seeded(1);

  @Test
  void theForwardingStoreForgetsNothing() throws Exception {
    assertThat(ForwardingCheck.forgotten(store -> new ForwardingBlockStore(store) {})).isEmpty();
  }

  @Test
  void neitherStoresNorUploadsHaveDefaultsThatALayerCouldForget() {
    for (Class<?> type : List.of(BlockStore.class, BlockUpload.class)) {
      assertThat(methods(type)).noneMatch(Method::isDefault);
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyCallOfALayerReachesTheStoreBeneath(Function<BlockStore, BlockStore> layer)
      throws Exception {
    for (Method method : methods(BlockStore.class)) {
      CallRecorder recorder = new CallRecorder();
      method.invoke(layer.apply(recorder.store()), CallRecorder.arguments(method));
      assertThat(recorder.names())
          .as("calls made by %s", method.getName())
          .contains(method.getName());
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyCallOfAnUploadOrListingReachesTheOneBeneath(Function<BlockStore, BlockStore> layer)
      throws Exception {
    for (Class<?> type : List.of(BlockUpload.class, BlockListing.class)) {
      for (Method method : methods(type)) {
        CallRecorder recorder = new CallRecorder();
        Object handed = recorder.handedOutBy(layer.apply(recorder.store()), type);
        method.invoke(handed, CallRecorder.arguments(method));
        List<String> beneath = List.of(method.isDefault() ? "nextPage" : "", method.getName());
        assertThat(recorder.names()).as("calls made by %s", method).containsAnyElementsOf(beneath);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayerNamesTheStoreBeneath(Function<BlockStore, BlockStore> layer) {
    BlockStore store = layer.apply(new CallRecorder().store());
    assertThat(store.toString()).contains("recorder").contains(store.getClass().getSimpleName());
    assertThat(Modifier.isFinal(store.getClass().getModifiers())).isTrue();
  }

  static Stream<Named<Function<BlockStore, BlockStore>>> layers() {
    return Stream.of(
        layer("lifecycle", store -> new LifecycleBlockStore(store, LifecyclePolicy.DEFAULT)),
        layer("guarded", GuardedBlockStore::new),
        layer("prefixed", store -> new PrefixedBlockStore(store, KeyPrefix.of("p/"))),
        layer("retrying", store -> new RetryingBlockStore(store, RetryPolicy.DEFAULT, EFFECTS)),
        layer(
            "breaking",
            store -> new CircuitBreakingBlockStore(store, BreakerPolicy.DEFAULT, EFFECTS)),
        layer("limiting", store -> new LimitingBlockStore(store, LimitPolicy.DEFAULT, EFFECTS)),
        layer("metered", store -> new MeteredBlockStore(store, new SimpleMeterRegistry(), "x")),
        layer("billed", store -> new BilledBlockStore(store, (_, _, _) -> {})),
        layer("parallel", store -> new ParallelBlockStore(store, TransferPolicy.DEFAULT, EFFECTS)));
  }

  private static Named<Function<BlockStore, BlockStore>> layer(
      String name, Function<BlockStore, BlockStore> wrap) {
    return Named.of(name, wrap);
  }

  private static List<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .toList();
  }
}
