package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Back-off, deadlines and what is repeated at all. */
class RetryingBlockStoreTest {

  private static final BlockKey KEY = BlockKey.of("key");
  private static final byte[] BYTES = {1, 2, 3};

  private final SteppedTime time = new SteppedTime();
  private final Effects effects = time.effects(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultScript script = new FaultScript(memory);
  private final RetryingBlockStore store =
      new RetryingBlockStore(script, RetryPolicy.DEFAULT, effects);

  @Test
  void aPassingFailureIsRepeatedUntilTheCallSucceeds() throws Exception {
    script.next(Operation.WRITE, Fault.unavailable(), Fault.throttled(null), Fault.unavailable());
    Blocks.write(store, KEY, BYTES);
    assertThat(script.calls(Operation.WRITE)).isEqualTo(4);
    assertThat(Blocks.readAll(memory, KEY)).isEqualTo(ByteBuffer.wrap(BYTES));
  }

  @Test
  void whenAttemptsAreUsedUpTheLastErrorIsThrownWithTheEarlierOnes() {
    script.next(
        Operation.STAT,
        Fault.unavailable(),
        Fault.throttled(null),
        Fault.unavailable(),
        Fault.throttled(null));
    Throwable thrown = catchThrowable(() -> store.stat(KEY));
    assertThat(thrown)
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.throttled()).isTrue())
        .hasMessage("memory: stat 'key': scripted; none");
    assertThat(thrown.getSuppressed()).hasSize(3);
    assertThat(script.calls(Operation.STAT)).isEqualTo(4);
  }

  @Test
  void pausesDoubleUpToTheLongestAndHalfOfThemIsRandom() {
    RetryPolicy policy =
        new RetryPolicy(6, Duration.ofMillis(100), Duration.ofMillis(800), Duration.ofMinutes(1));
    List<Long> seventh = new ArrayList<>();
    for (int seed = 0; seed < 50; seed++) {
      SteppedTime clock = new SteppedTime();
      FaultScript failing = new FaultScript(memory);
      for (int i = 0; i < 7; i++) {
        failing.next(Operation.STAT, Fault.unavailable());
      }
      RetryingBlockStore retrying = new RetryingBlockStore(failing, policy, clock.effects(seed));
      assertThatThrownBy(() -> retrying.stat(KEY)).isInstanceOf(StoreUnavailableException.class);
      long[] full = {100, 200, 400, 800, 800, 800};
      assertThat(clock.sleeps()).hasSize(full.length);
      for (int i = 0; i < full.length; i++) {
        assertThat(clock.sleeps().get(i).toMillis()).isBetween(full[i] / 2, full[i]);
      }
      seventh.add(clock.sleeps().getLast().toMillis());
    }
    assertThat(Set.copyOf(seventh)).as("different pauses").hasSizeGreaterThan(20);
  }

  @Test
  void retryAfterIsWaitedFor() throws Exception {
    script.next(Operation.WRITE, Fault.throttled(Duration.ofSeconds(12)));
    Blocks.write(store, KEY, BYTES);
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(12));
  }

  @Test
  void aLostReplyMayAskForAPauseToo() throws Exception {
    Fault busy =
        Fault.of(
            true,
            failure -> OutcomeUnknownException.throttled(failure, null, Duration.ofSeconds(7)));
    script.next(Operation.WRITE, busy);
    Blocks.write(store, KEY, BYTES);
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void aRetryAfterBeyondTheDeadlineEndsTheCallAtOnce() {
    for (Duration asked : List.of(Duration.ofSeconds(30), Duration.ofSeconds(Long.MAX_VALUE))) {
      script.next(Operation.STAT, Fault.throttled(asked));
      assertThatThrownBy(() -> store.stat(KEY))
          .isInstanceOfSatisfying(
              StoreUnavailableException.class, e -> assertThat(e.retryAfter()).contains(asked));
    }
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void noAttemptBeginsWhenItsPauseWouldReachTheDeadline() {
    RetryPolicy policy =
        new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(10));
    script.beforeEach(() -> time.pass(Duration.ofSeconds(2)));
    for (int i = 0; i < 100; i++) {
      script.next(Operation.STAT, Fault.unavailable());
    }
    RetryingBlockStore patient = new RetryingBlockStore(script, policy, effects);
    assertThatThrownBy(() -> patient.stat(KEY)).isInstanceOf(StoreUnavailableException.class);
    int attempts = script.calls(Operation.STAT);
    assertThat(attempts).isBetween(3, 4);
    Duration begun = time.slept().plus(Duration.ofSeconds(2L * (attempts - 1)));
    assertThat(begun).as("when the last attempt began").isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void everyAttemptSeesTheDeadlineOfTheWholeCall() throws Exception {
    List<Duration> left = new ArrayList<>();
    script.beforeEach(() -> left.add(Deadline.current().orElseThrow().remaining(effects.ticker())));
    script.next(Operation.STAT, Fault.throttled(Duration.ofSeconds(10)));
    Blocks.write(store, KEY, BYTES);
    left.clear();
    store.stat(KEY);
    store.healthCheck();
    assertThat(left)
        .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void anEarlierDeadlineOfTheCallerHolds() {
    script.next(Operation.STAT, Fault.throttled(Duration.ofSeconds(3)));
    Deadline near = Deadline.in(Duration.ofSeconds(2), effects.ticker());
    assertThatThrownBy(() -> near.<Object, BlockStoreException>call(() -> store.stat(KEY)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void answersAreNotRepeated() throws Exception {
    script.next(Operation.WRITE, Fault.refused());
    assertThatThrownBy(() -> Blocks.write(store, KEY, BYTES))
        .isInstanceOf(AccessRefusedException.class);
    script.next(Operation.WRITE, Fault.invalid(), Fault.corrupt());
    assertThatThrownBy(() -> Blocks.write(store, KEY, BYTES));
    assertThatThrownBy(() -> Blocks.write(store, KEY, BYTES))
        .isInstanceOf(CorruptBlockException.class);
    assertThatThrownBy(() -> store.stat(KEY)).hasMessageContaining("key");
    assertThat(script.calls(Operation.WRITE)).isEqualTo(3);
    assertThat(script.calls(Operation.STAT)).isEqualTo(1);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void anInterruptEndsThePauseAndStaysSet() {
    script.next(Operation.STAT, Fault.unavailable());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.stat(KEY))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("interrupted")
        .hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    script.next(Operation.WRITE, Fault.lostAfter());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Blocks.write(store, KEY, BYTES))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theContentIsOpenedAnewForEachAttempt() throws Exception {
    int[] opened = {0};
    Content content =
        Content.source(
            BYTES.length,
            () -> {
              opened[0]++;
              return new ByteArrayInputStream(BYTES);
            });
    script.next(Operation.WRITE, Fault.lostAfter(), Fault.lostAfter());
    store.write(KEY, content, WriteOptions.DEFAULT);
    assertThat(opened[0]).isEqualTo(3);
    assertThat(Blocks.readAll(memory, KEY)).isEqualTo(ByteBuffer.wrap(BYTES));
  }

  @Test
  void aRepeatedReadBeginsWhereTheFirstDid() throws Exception {
    Blocks.write(memory, KEY, BYTES);
    ByteBuffer target = ByteBuffer.allocate(10).position(4);
    script.next(
        Operation.READ, Fault.of(true, failure -> new StoreUnavailableException(failure, null)));
    assertThat(store.read(KEY, ByteRange.ALL, target).length()).isEqualTo(3);
    assertThat(target.position()).isEqualTo(7);
    assertThat(target.slice(4, 3)).isEqualTo(ByteBuffer.wrap(BYTES));
  }

  @Test
  void corruptBytesAreFetchedOnceMore() throws Exception {
    Blocks.write(memory, KEY, BYTES);
    ByteBuffer target = ByteBuffer.allocate(3);
    script.next(Operation.READ, Fault.corrupt());
    store.read(KEY, ByteRange.ALL, target);
    assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(BYTES));
    script.next(Operation.READ, Fault.corrupt(), Fault.corrupt());
    assertThatThrownBy(() -> store.read(KEY, ByteRange.ALL, target.clear()))
        .isInstanceOf(CorruptBlockException.class);
    assertThat(target.position()).isZero();
    assertThat(script.calls(Operation.READ)).isEqualTo(4);
  }

  @Test
  void aPageIsFetchedAgainInItsPlace() throws Exception {
    for (String key : List.of("a", "b", "c", "d")) {
      Blocks.write(memory, BlockKey.of(key), BYTES);
    }
    List<String> names = new ArrayList<>();
    try (var listing = store.list(ListOptions.under(KeyPrefix.ALL).withPageSize(2))) {
      script.next(Operation.LIST, Fault.unavailable());
      listing.nextPage().forEach(entry -> names.add(entry.name()));
      script.next(Operation.LIST, Fault.unavailable(), Fault.throttled(null));
      listing.forEachRemaining(entry -> names.add(entry.name()));
    }
    assertThat(names).containsExactly("a", "b", "c", "d");
  }

  @Test
  void onlyTheKeysOfABatchThatMayPassAreDeletedAgain() throws Exception {
    List<BlockKey> keys = List.of(BlockKey.of("a"), BlockKey.of("b"), BlockKey.of("c"));
    for (BlockKey key : keys) {
      Blocks.write(memory, key, BYTES);
    }
    PartialDeletes partial = new PartialDeletes(memory, BlockKey.of("a"), BlockKey.of("b"));
    DeleteReport report =
        new RetryingBlockStore(partial, RetryPolicy.DEFAULT, effects).deleteAll(keys);
    assertThat(partial.batches()).containsExactly(Set.copyOf(keys), Set.of(BlockKey.of("a")));
    assertThat(report.deleted()).isEqualTo(2);
    assertThat(report.failures()).containsOnlyKeys(BlockKey.of("b"));
  }

  @Test
  void policiesRefuseBoundsThatMakeNoSense() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RetryPolicy(-1, second, second, second))
        .hasMessageContaining("retries");
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, second, second))
        .hasMessageContaining("backoff");
    assertThatThrownBy(() -> new RetryPolicy(1, second, Duration.ofMillis(1), second))
        .hasMessageContaining("shorter");
    assertThatThrownBy(() -> new RetryPolicy(1, second, second, Duration.ZERO))
        .hasMessageContaining("timeout");
  }

  @Test
  void withoutRetriesThereIsOneAttempt() {
    RetryPolicy once =
        new RetryPolicy(0, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1));
    script.next(Operation.STAT, Fault.unavailable());
    assertThatThrownBy(() -> new RetryingBlockStore(script, once, effects).stat(KEY))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(script.calls(Operation.STAT)).isEqualTo(1);
  }
}
