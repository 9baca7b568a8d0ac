package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LifecycleBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("key");

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final Gate gate = new Gate(memory, Operation.STAT);
  private final AtomicInteger closes = new AtomicInteger();
  private final BlockStore counting =
      new ForwardingBlockStore(gate) {
        @Override
        public void close() throws BlockStoreException {
          closes.incrementAndGet();
          super.close();
        }
      };

  @Test
  void closingWaitsForTheCallsUnderWay() throws Exception {
    LifecycleBlockStore store = store(Duration.ofSeconds(30));
    Blocks.write(store, KEY, new byte[1]);
    Future<BlockStat> call = effects.executor().submit(() -> store.stat(KEY));
    gate.awaitArrivals(1);
    Future<?> closing = close(store);
    awaitRefusal(store);
    assertThat(closes.get()).as("closed beneath the call").isZero();
    gate.letThrough(1);
    assertThat(call.get(30, TimeUnit.SECONDS).size()).isEqualTo(1);
    closing.get(30, TimeUnit.SECONDS);
    assertThat(closes.get()).isEqualTo(1);
  }

  @Test
  void aCallThatTakesTooLongIsClosedUnderAndSaysSo() throws Exception {
    LifecycleBlockStore store = store(Duration.ofMillis(10));
    Future<BlockStat> call = effects.executor().submit(() -> store.stat(KEY));
    gate.awaitArrivals(1);
    store.close();
    assertThat(closes.get()).isEqualTo(1);
    gate.letThrough(1);
    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(StoreClosedException.class)
        .hasMessageContaining("stat");
  }

  @Test
  void whateverAClosedStoreMakesOfACallIsToldAsClosedWithItsCause() throws Exception {
    FaultScript script =
        new FaultScript(memory)
            .next(
                Operation.STAT,
                Fault.unavailable(),
                Fault.of(
                    false,
                    _ -> {
                      throw new IllegalStateException("pool shut down");
                    }));
    Gate late = new Gate(script, Operation.STAT);
    LifecycleBlockStore store = new LifecycleBlockStore(late, new LifecyclePolicy(Duration.ZERO));
    Future<BlockStat> first = effects.executor().submit(() -> store.stat(KEY));
    Future<BlockStat> second = effects.executor().submit(() -> store.stat(KEY));
    late.awaitArrivals(2);
    store.close();
    late.letThrough(1);
    late.letThrough(1);
    for (Future<BlockStat> call : List.of(first, second)) {
      assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(StoreClosedException.class)
          .hasCauseInstanceOf(Exception.class);
    }
  }

  @Test
  void anAnswerGivenWhileClosingWaitsStaysAnAnswer() throws Exception {
    LifecycleBlockStore store = store(Duration.ofSeconds(30));
    Future<BlockStat> call = effects.executor().submit(() -> store.stat(BlockKey.of("missing")));
    gate.awaitArrivals(1);
    Future<?> closing = close(store);
    awaitRefusal(store);
    gate.letThrough(1);
    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(BlockNotFoundException.class);
    closing.get(30, TimeUnit.SECONDS);
  }

  @Test
  void listingsAndUploadsEndWithTheStoreAndCanStillBeClosed() throws Exception {
    LifecycleBlockStore store = store(Duration.ofSeconds(30));
    BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL));
    BlockUpload upload = store.startUpload(KEY, WriteOptions.DEFAULT);
    store.close();
    assertThatThrownBy(listing::nextPage).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> upload.uploadPart(1, Content.of(new byte[1])))
        .isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(upload::abort).isInstanceOf(StoreClosedException.class);
    upload.close();
    listing.close();
  }

  @Test
  void theStoreBeneathIsClosedOnceHoweverManyClose() throws Exception {
    LifecycleBlockStore store = store(Duration.ofSeconds(30));
    Future<?> first = close(store);
    Future<?> second = close(store);
    first.get(30, TimeUnit.SECONDS);
    second.get(30, TimeUnit.SECONDS);
    store.close();
    assertThat(closes.get()).isEqualTo(1);
  }

  @Test
  void anInterruptedCloserDoesNotWaitAndStaysInterrupted() throws Exception {
    LifecycleBlockStore store = store(Duration.ofDays(1));
    Future<BlockStat> call = effects.executor().submit(() -> store.stat(KEY));
    gate.awaitArrivals(1);
    Thread.currentThread().interrupt();
    store.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(closes.get()).isEqualTo(1);
    gate.letThrough(1);
    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreClosedException.class);
  }

  @Test
  void aNegativeBoundIsRefused() {
    assertThatThrownBy(() -> new LifecyclePolicy(Duration.ofMillis(-1)))
        .hasMessageContaining("drain timeout");
  }

  private LifecycleBlockStore store(Duration drainTimeout) {
    return new LifecycleBlockStore(counting, new LifecyclePolicy(drainTimeout));
  }

  private Future<?> close(BlockStore store) {
    return effects
        .executor()
        .submit(() -> {
          store.close();
          return null;
        });
  }

  private static void awaitRefusal(BlockStore store) throws BlockStoreException {
    try {
      while (store.healthCheck().healthy()) {
        assertThat(Thread.interrupted()).as("timed out while open").isFalse();
      }
    } catch (StoreClosedException expected) {
      return;
    }
  }
}
