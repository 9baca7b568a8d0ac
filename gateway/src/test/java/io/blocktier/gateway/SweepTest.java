package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that is closed while it sweeps. */
class SweepTest {

  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int BRIEF_MILLIS = 300;

  private final Effects effects = Effects.ofSystem();
  private final Listing store = new Listing(new InMemoryBlockStore(effects));
  private final PrintStream usual = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    System.setErr(usual);
    store.mayEnd.release(); // also where the test has failed
    effects.executor().close();
  }

  /** A store whose listings end when they are interrupted, and when they may. */
  private static final class Listing extends ForwardingBlockStore {

    private final Semaphore entered = new Semaphore(0);
    private final Semaphore interrupted = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger inside = new AtomicInteger();

    Listing(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockListing list(ListOptions options) throws BlockStoreException {
      inside.incrementAndGet();
      entered.release();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.release();
        mayEnd.acquireUninterruptibly();
        Thread.currentThread().interrupt();
      } finally {
        inside.decrementAndGet();
      }
      throw new StoreUnavailableException(Failure.of(this, Operation.LIST, "interrupted"), null);
    }
  }

  @Test
  void closingWaitsForTheCallOfTheStoreUnderWayAndIsQuietAboutIt() throws Exception {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    GatewayFixture gateway = GatewayFixture.over(GatewayFixture.options(), store, effects);
    assertThat(store.entered.tryAcquire(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    Future<Boolean> closed =
        effects
            .executor()
            .submit(() -> {
              gateway.close();
              return true;
            });
    assertThat(store.interrupted.tryAcquire(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    assertThatThrownBy(() -> closed.get(BRIEF_MILLIS, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    store.mayEnd.release();
    assertThat(closed.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(store.inside).hasValue(0);
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("sweep");
  }
}
