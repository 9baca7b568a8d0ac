package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakingBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final BreakerPolicy POLICY =
      new BreakerPolicy(50, 10, 4, Duration.ofSeconds(5), 2);

  private final SteppedTime time = new SteppedTime();
  private final Effects effects = time.effects(1);
  private final FaultScript script;
  private final CircuitBreakingBlockStore store;

  CircuitBreakingBlockStoreTest() throws BlockStoreException {
    InMemoryBlockStore memory = new InMemoryBlockStore(effects);
    Blocks.write(memory, KEY, new byte[1]);
    script = new FaultScript(memory);
    store = new CircuitBreakingBlockStore(script, POLICY, effects);
  }

  @Test
  void aStoreThatIsDownIsNotAskedAgainUntilItsTimeIsOver() throws Exception {
    fail(4, Fault.unavailable());
    assertThatThrownBy(() -> store.stat(KEY))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.throttled()).isFalse())
        .hasMessageContaining("5000 ms");
    assertThat(script.calls(Operation.STAT)).isEqualTo(4);
    time.pass(Duration.ofSeconds(2));
    assertThatThrownBy(() -> store.stat(KEY)).hasMessageContaining("3000 ms");
    time.pass(Duration.ofMillis(3_001));
    assertThat(store.stat(KEY).size()).isEqualTo(1);
  }

  @Test
  void trialsThatSucceedLetEverybodyThroughAgain() throws Exception {
    fail(4, Fault.unavailable());
    time.pass(Duration.ofMillis(5_001));
    for (int i = 0; i < 10; i++) {
      store.stat(KEY);
    }
    assertThat(script.calls(Operation.STAT)).isEqualTo(14);
  }

  @Test
  void trialsThatFailKeepItClosed() {
    fail(4, Fault.unavailable());
    time.pass(Duration.ofMillis(5_001));
    fail(2, Fault.unavailable());
    assertThatThrownBy(() -> store.stat(KEY)).hasMessageContaining("the store is down");
    assertThat(script.calls(Operation.STAT)).isEqualTo(6);
  }

  @Test
  void lostRepliesCountAsFailures() {
    for (int i = 0; i < 4; i++) {
      script.next(Operation.WRITE, Fault.lostAfter());
      assertThatThrownBy(() -> Blocks.write(store, KEY, new byte[1]));
    }
    assertThatThrownBy(() -> store.stat(KEY)).hasMessageContaining("the store is down");
  }

  @Test
  void throttlingAndRefusalsBeforeSendingCountNeitherWay() throws Exception {
    fail(20, Fault.throttled(null));
    fail(20, Fault.invalid());
    fail(20, Fault.of(true, failure -> OutcomeUnknownException.throttled(failure, null, null)));
    assertThat(store.stat(KEY).size()).isEqualTo(1);
    fail(3, Fault.unavailable());
    assertThatThrownBy(() -> store.stat(KEY)).hasMessageContaining("the store is down");
  }

  @Test
  void answersThatAreErrorsShowThatTheStoreIsUp() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> store.stat(BlockKey.of("missing")));
      fail(1, Fault.refused());
    }
    fail(4, Fault.unavailable());
    assertThat(store.stat(KEY).size()).isEqualTo(1);
  }

  @Test
  void brokenCallsGiveTheirTrialBack() throws Exception {
    fail(4, Fault.unavailable());
    time.pass(Duration.ofMillis(5_001));
    fail(
        5,
        Fault.of(
            false,
            _ -> {
              throw new IllegalStateException("broken");
            }));
    assertThat(store.stat(KEY).size()).isEqualTo(1);
  }

  @Test
  void healthChecksAlwaysPass() throws Exception {
    fail(4, Fault.unavailable());
    assertThat(store.healthCheck().healthy()).isTrue();
  }

  @Test
  void policiesRefuseBoundsThatMakeNoSense() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new BreakerPolicy(0, 1, 1, second, 1)).hasMessageContaining("percent");
    assertThatThrownBy(() -> new BreakerPolicy(1, 5, 6, second, 1)).hasMessageContaining("least");
    assertThatThrownBy(() -> new BreakerPolicy(1, 5, 5, Duration.ofNanos(1), 1))
        .hasMessageContaining("open");
    assertThatThrownBy(() -> new BreakerPolicy(1, 5, 5, second, 0)).hasMessageContaining("trial");
  }

  private void fail(int times, Fault fault) {
    for (int i = 0; i < times; i++) {
      script.next(Operation.STAT, fault);
      assertThatThrownBy(() -> store.stat(KEY)).hasMessageNotContaining("the store is down");
    }
  }
}
