package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.s3.server.Fault;
import io.blocktier.blockstore.s3.server.Fault.When;
import io.blocktier.blockstore.s3.server.S3Operation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The wire breaks, stalls and drips: right answer or typed error within the deadline. */
class WireFaultTest extends ServerFixture {

  /** For calls that are to fail. */
  private static final String[] HASTY = {"timeout_secs", "3", "socket_timeout", "500ms"};

  /** For calls that are to succeed in the end, however busy the machine. */
  private static final String[] STUBBORN = {
    "timeout_secs", "600", "socket_timeout", "2s", "max_retries", "20"
  };

  /** Less than it takes without these settings, and no less than a busy machine may need. */
  private static final Duration DEADLINE = Duration.ofSeconds(25);

  @Test
  void writeSurvivesAServerThatIsKilledInMidWriteAndComesBack() throws Exception {
    BlockStore store = open("max_retries", "50");
    byte[] bytes = bytes(4 << 20);
    server.faults().once(S3Operation.PUT_OBJECT, new Fault.Deaf());
    Future<?> write = effects.executor().submit(() -> Blocks.write(store, KEY, bytes));
    server.faults().awaitMet();
    server.kill();
    server.restart();
    within(DEADLINE, write::get);
    assertHolds(store, KEY, bytes);
  }

  @Test
  void writeToAServerThatIsGoneIsATypedErrorBeforeTheDeadline() throws Exception {
    BlockStore patient = open();
    Blocks.write(patient, KEY, bytes(10));
    BlockStore store = open(HASTY);
    server.kill();
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    within(DEADLINE, () -> refusal.set(catchThrowable(() -> Blocks.write(store, KEY, bytes(20)))));
    within(
        DEADLINE,
        () ->
            assertThatThrownBy(() -> store.stat(KEY))
                .isInstanceOf(StoreUnavailableException.class));
    server.restart();
    assertThat(refusal.get())
        .isInstanceOfAny(StoreUnavailableException.class, OutcomeUnknownException.class);
    boolean landed =
        refusal.get() instanceof OutcomeUnknownException && patient.stat(KEY).size() == 20;
    assertHolds(patient, KEY, bytes(landed ? 20 : 10));
  }

  @Test
  void stalledReadIsGivenUpAndDoneAgain() throws Exception {
    BlockStore store = open(STUBBORN);
    byte[] bytes = bytes(100_000);
    Blocks.write(store, KEY, bytes);
    server.faults().once(S3Operation.GET_OBJECT, new Fault.Stall(When.BEFORE_EFFECT));
    within(DEADLINE, () -> assertHolds(store, KEY, bytes));
  }

  @Test
  void stalledWriteIsGivenUpAndDoneAgain() throws Exception {
    BlockStore store = open(STUBBORN);
    byte[] bytes = bytes(100_000);
    server.faults().once(S3Operation.PUT_OBJECT, new Fault.Stall(When.AFTER_EFFECT));
    within(DEADLINE, () -> Blocks.write(store, KEY, bytes));
    assertHolds(store, KEY, bytes);
  }

  @Test
  void serverThatNeverAnswersIsATypedErrorWithinTheDeadline() throws Exception {
    BlockStore store = open(HASTY);
    server.faults().always(new Fault.Stall(When.BEFORE_EFFECT));
    within(
        DEADLINE,
        () ->
            assertThatThrownBy(() -> Blocks.write(store, KEY, bytes(10)))
                .isInstanceOf(OutcomeUnknownException.class));
    within(
        DEADLINE,
        () ->
            assertThatThrownBy(() -> store.stat(KEY))
                .isInstanceOf(StoreUnavailableException.class));
    within(
        DEADLINE,
        () ->
            assertThatThrownBy(() -> store.deleteAll(List.of(KEY)))
                .isInstanceOf(OutcomeUnknownException.class));
  }

  @Test
  void serverThatReadsNothingDoesNotHoldAWriterBeyondTheDeadline() throws Exception {
    BlockStore store = open(HASTY);
    server.faults().always(S3Operation.PUT_OBJECT, new Fault.Deaf());
    within(
        DEADLINE,
        () ->
            assertThatThrownBy(() -> Blocks.write(store, KEY, bytes(15 << 20)))
                .isInstanceOf(OutcomeUnknownException.class));
  }

  @Test
  void answerThatDripsIsATypedErrorWithinTheDeadline() throws Exception {
    BlockStore store = open(HASTY);
    Blocks.write(open(), KEY, bytes(100_000));
    server.faults().always(S3Operation.GET_OBJECT, new Fault.Drip(20));
    ByteBuffer target = ByteBuffer.allocate(100_000);
    within(
        DEADLINE,
        () ->
            assertThatThrownBy(() -> store.read(KEY, ByteRange.ALL, target))
                .isInstanceOf(StoreUnavailableException.class));
    assertThat(target.position()).isZero();
  }

  @Test
  void truncatedBodyIsReadAgain() throws Exception {
    BlockStore store = open();
    byte[] bytes = bytes(100_000);
    Blocks.write(store, KEY, bytes);
    server.faults().once(S3Operation.GET_OBJECT, new Fault.Truncate(99_999));
    server.faults().once(S3Operation.GET_OBJECT, new Fault.Truncate(0));
    assertHolds(store, KEY, bytes);
  }

  @Test
  void flippedBitIsReadAgainAndThenReported() throws Exception {
    BlockStore store = open();
    byte[] bytes = bytes(100_000);
    Blocks.write(store, KEY, bytes);
    server.faults().once(S3Operation.GET_OBJECT, new Fault.Corrupt());
    assertHolds(store, KEY, bytes);
    server.faults().always(S3Operation.GET_OBJECT, new Fault.Corrupt());
    assertThatThrownBy(() -> Blocks.readAll(store, KEY))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void resetBeforeTheEffectIsNoLostWrite() throws Exception {
    BlockStore store = open();
    server.faults().once(S3Operation.PUT_OBJECT, new Fault.Reset(When.BEFORE_EFFECT));
    Blocks.write(store, KEY, bytes(1000));
    assertHolds(store, KEY, bytes(1000));
  }

  @Test
  void faultsLeaveNoConnectionLeased() throws Exception {
    BlockStore store =
        open(
            "pool_size",
            "2",
            "max_concurrency",
            "2",
            "max_retries",
            "0",
            "timeout_secs",
            "1",
            "breaker_open",
            "1ms");
    Blocks.write(open(), KEY, bytes(50_000));
    for (Fault fault :
        new Fault[] {
          new Fault.Reset(When.BEFORE_EFFECT),
          new Fault.Reset(When.AFTER_EFFECT),
          new Fault.Truncate(10),
          new Fault.Stall(When.BEFORE_EFFECT),
          Fault.refuse(500, "InternalError"),
          Fault.refuse(403, "AccessDenied"),
          new Fault.Drip(100)
        }) {
      for (S3Operation operation :
          new S3Operation[] {
            S3Operation.GET_OBJECT, S3Operation.PUT_OBJECT, S3Operation.LIST_OBJECTS
          }) {
        server.faults().times(2, operation, fault);
        failing(() -> Blocks.readAll(store, KEY));
        failing(() -> store.read(KEY, ByteRange.ALL, ByteBuffer.allocate(50_000)));
        failing(() -> Blocks.write(store, KEY, bytes(50_000)));
        failing(() -> store.deleteByPrefix(KeyPrefix.of("none/")));
      }
      server.faults().clear();
    }
    failing(() -> store.read(KEY, ByteRange.ALL, ByteBuffer.allocate(10)));
    Future<?> one = effects.executor().submit(() -> readAtLast(store));
    Future<?> other = effects.executor().submit(() -> readAtLast(store));
    one.get();
    other.get();
  }

  /** A busy machine may need more than the second of one call; a leaked lease never comes back. */
  private ByteBuffer readAtLast(BlockStore store) throws BlockStoreException {
    long start = effects.ticker().nanos();
    while (true) {
      try {
        return Blocks.readAll(store, KEY);
      } catch (StoreUnavailableException e) {
        if (effects.ticker().nanos() - start > Duration.ofMinutes(1).toNanos()) {
          throw e;
        }
      }
    }
  }

  @Test
  void interruptedThreadGetsATypedErrorAtOnce() throws Exception {
    BlockStore store = open("max_retries", "0");
    server.faults().always(S3Operation.PUT_OBJECT, new Fault.Stall(When.BEFORE_EFFECT));
    Future<Throwable> failure = effects.executor().submit(() -> interrupted(store));
    within(DEADLINE, () -> assertThat(failure.get()).isInstanceOf(BlockStoreException.class));
  }

  private static Throwable interrupted(BlockStore store) {
    Thread.currentThread().interrupt();
    try {
      store.write(KEY, Content.of(bytes(10)), WriteOptions.DEFAULT);
      return new AssertionError("written");
    } catch (BlockStoreException e) {
      return e;
    }
  }

  private static void failing(Step step) throws Exception {
    try {
      step.run();
    } catch (BlockStoreException expected) {
      // whether it fails is not the point
    }
  }
}
