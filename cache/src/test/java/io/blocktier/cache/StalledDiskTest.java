package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk of the cache that does not answer, and then does. */
@ParameterizedClass
@EnumSource(names = {"HEAP", "CHRONICLE"})
class StalledDiskTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final BlockKey B = BlockKey.of("b");
  private static final DiskFaults SOUND = DiskFaults.of(1);
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration HANG = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int CAP = 1 << 20;

  @Parameter private IndexKind index;

  private final Simulation simulation = new Simulation(1, 1_000_000);
  private final BlockStore beneath = new Unclosed(new InMemoryBlockStore(CacheFixture.EFFECTS));
  private final SimulatedDisk disk =
      new SimulatedDisk(SOUND, simulation.sleeper(), (_, _) -> simulation.step());

  private CachingBlockStore open() throws BlockStoreException {
    return open(simulation, disk);
  }

  private CachingBlockStore open(Simulation in, SimulatedDisk on) throws BlockStoreException {
    CacheOptions options =
        new CacheOptions(
            Path.of("/cache"),
            16 << 20,
            10_000,
            index,
            CAP,
            256 << 10,
            Durability.LOCAL,
            PATIENCE,
            2,
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            CacheFixture.READS,
            CacheOptions.DEFAULT_LATENESS,
            DEADLINE);
    CacheEffects effects = CacheFixture.simulated(in, Windows.DEFAULT);
    return new CachingBlockStore(beneath, options, CacheOpening.of(beneath, options, effects, on));
  }

  /** The next of these calls on a segment hangs. */
  private void hang(DiskOperation operation) {
    DiskFaultRule once = DiskFaultRule.of(DiskFaultKind.SLOW, 100, operation);
    disk.setFaults(DiskFaults.of(1, once.onNames(".*seg.*").onCall(1).taking(HANG)));
  }

  private Duration now() {
    return Duration.ofNanos(simulation.effects().ticker().nanos());
  }

  private void sleep(Duration time) throws InterruptedException {
    simulation.sleeper().sleep(time);
  }

  private static Receipt write(BlockStore cache, BlockKey key, Durability level, byte[] bytes)
      throws BlockStoreException {
    return cache.write(key, Content.of(bytes), WriteOptions.DEFAULT.with(level));
  }

  private static Receipt write(BlockStore cache, BlockKey key, Durability level, int value)
      throws BlockStoreException {
    return write(cache, key, level, new byte[] {(byte) value});
  }

  private static int read(BlockStore cache, BlockKey key) throws BlockStoreException {
    return Blocks.readAll(cache, key).get();
  }

  private static DiskState state(CachingBlockStore cache) throws BlockStoreException {
    return cache.parts().flushing().status().disk();
  }

  private void failsAtOnce(ThrowingCallable call) {
    Duration begun = now();
    assertThatThrownBy(call)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("the disk of /cache has not answered");
    assertThat(now()).isEqualTo(begun);
  }

  private void failsInTime(Class<? extends BlockStoreException> type, ThrowingCallable call) {
    Duration begun = now();
    assertThatThrownBy(call)
        .isInstanceOf(type)
        .hasMessageContaining("the disk of /cache has not answered");
    assertThat(now().minus(begun)).isBetween(DEADLINE, DEADLINE.plusSeconds(1));
  }

  @Test
  void aForceThatHangsIsToldToWhoWaitsAndRefusesWhoComes() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        write(cache, A, Durability.REMOTE, 1);
        hang(DiskOperation.FORCE);
        failsInTime(OutcomeUnknownException.class, () -> write(cache, A, Durability.LOCAL, 2));
        assertThat(state(cache)).isEqualTo(DiskState.STALLED);
        assertThat(cache.healthCheck().healthy()).isFalse();
        failsAtOnce(() -> write(cache, A, Durability.LOCAL, 3));
        failsAtOnce(() -> write(cache, A, Durability.REMOTE, 3));
        failsAtOnce(() -> cache.delete(A, DeleteOptions.DEFAULT));
        failsAtOnce(() -> cache.write(B, Content.of(new byte[1]), WriteOptions.ifAbsent()));
        assertThat(read(cache, A)).as("what the store has, too").isEqualTo(1);
        assertThat(cache.stat(A).size()).isEqualTo(1);
        sleep(HANG);
        assertThat(state(cache)).isEqualTo(DiskState.SOUND);
        assertThat(cache.healthCheck().healthy()).isTrue();
        write(cache, A, Durability.REMOTE, 4);
        assertThat(read(beneath, A)).isEqualTo(4);
      }
    });
  }

  @Test
  void whatIsWrittenToMemoryMeanwhileTravelsWhenTheForceHasSucceededLate() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        hang(DiskOperation.FORCE);
        Receipt before = write(cache, A, Durability.MEMORY, 1);
        sleep(DEADLINE.multipliedBy(2));
        Receipt meanwhile = write(cache, B, Durability.MEMORY, 2);
        assertThat(read(cache, A)).isEqualTo(1);
        assertThat(read(cache, B)).isEqualTo(2);
        assertThat(before.level()).isEqualTo(Durability.MEMORY);
        assertThat(cache.parts().flushing().status().atRiskBytes()).isEqualTo(2);
        sleep(HANG);
        assertThat(before.level().covers(Durability.LOCAL)).isTrue();
        meanwhile.await(Durability.REMOTE, Duration.ofMinutes(1));
        assertThat(read(beneath, A)).isEqualTo(1);
        assertThat(cache.parts().flushing().status().unjournaledBlocks()).isZero();
      }
    });
  }

  /** The bytes are those of the call, whatever its caller does with the buffer after it failed. */
  @Test
  void aWriteThatLandsLateHasTheBytesThatWereHandedOver() {
    simulation.run(() -> {
      CachingBlockStore cache = open();
      cache.parts().flusher().pause(true);
      write(cache, A, Durability.LOCAL, 1);
      sleep(PATIENCE); // until the next file is made
      hang(DiskOperation.WRITE);
      byte[] bytes = new byte[100_000];
      bytes[0] = 2;
      failsInTime(
          OutcomeUnknownException.class,
          () ->
              cache.write(
                  A,
                  Content.of(ByteBuffer.wrap(bytes)),
                  WriteOptions.DEFAULT.with(Durability.LOCAL)));
      bytes[0] = 99;
      sleep(HANG);
      write(cache, B, Durability.LOCAL, 3);
    });
    SimulatedDisk left = disk.crashLosingAll();
    Simulation next = new Simulation(2, 1_000_000);
    next.run(() -> {
      try (CachingBlockStore cache = open(next, left)) {
        assertThat(read(cache, A)).isEqualTo(2);
        assertThat(read(cache, B)).isEqualTo(3);
        assertThat(cache.parts().flushing().status().damages()).isZero();
      }
    });
  }

  @Test
  void aReadThatHangsFailsInTimeWhereOnlyTheDiskHasTheBlock() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        write(cache, A, Durability.REMOTE, 1);
        cache.parts().flusher().pause(true);
        write(cache, B, Durability.LOCAL, 2);
        hang(DiskOperation.READ);
        failsInTime(StoreUnavailableException.class, () -> read(cache, B));
        failsAtOnce(() -> read(cache, B));
        failsAtOnce(() -> cache.stat(B));
        Duration begun = now();
        assertThat(read(cache, A)).isEqualTo(1);
        assertThat(now()).isEqualTo(begun);
        sleep(HANG);
        assertThat(read(cache, B)).isEqualTo(2);
        cache.parts().flusher().pause(false);
      }
    });
  }

  @Test
  void aReadThatHangsComesFromTheStoreWhereThatHasTheBlock() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        write(cache, A, Durability.REMOTE, 1);
        hang(DiskOperation.READ);
        Duration begun = now();
        assertThat(read(cache, A)).isEqualTo(1);
        assertThat(now().minus(begun)).isBetween(DEADLINE, DEADLINE.plusSeconds(1));
        sleep(HANG);
      }
    });
  }

  @Test
  void whatWaitsInMemoryForTheDiskIsBounded() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        hang(DiskOperation.FORCE);
        byte[] bytes = new byte[CAP / 8];
        for (int i = 0; i < 8; i++) {
          write(cache, A, Durability.MEMORY, bytes);
        }
        assertThatThrownBy(() -> write(cache, A, Durability.MEMORY, bytes))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("not on the disk of the cache yet");
        assertThat(now()).as("it had waited for room").isGreaterThanOrEqualTo(PATIENCE);
        assertThat(cache.parts().log().bytesInMemory()).isLessThanOrEqualTo(CAP);
        sleep(HANG);
        assertThat(cache.parts().log().bytesInMemory()).isZero();
        write(cache, A, Durability.MEMORY, bytes);
      }
    });
  }

  @Test
  void closingOnADiskThatHangsFailsInTimeAndIsDoneWhenItAnswers() {
    simulation.run(() -> {
      CachingBlockStore cache = open();
      cache.parts().flusher().pause(true);
      write(cache, A, Durability.LOCAL, 1);
      hang(DiskOperation.FORCE);
      write(cache, B, Durability.MEMORY, 2);
      Duration begun = now();
      assertThatThrownBy(cache::close)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("has not answered");
      assertThat(now().minus(begun)).isLessThan(PATIENCE.plus(DEADLINE).plusSeconds(1));
      assertThatThrownBy(this::open)
          .as("what hangs may still write")
          .isInstanceOf(StoreUnavailableException.class);
      sleep(HANG);
      try (CachingBlockStore next = open()) {
        assertThat(read(next, A)).isEqualTo(1);
        assertThat(read(next, B)).isEqualTo(2);
        next.parts().flushing().flush(KeyPrefix.ALL);
      }
    });
    assertThat(disk.openFiles()).isEmpty();
  }

  @Test
  void openingOnADiskThatHangsFailsInTimeAndLeavesNothingOpen() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        write(cache, A, Durability.LOCAL, 1);
      }
      hang(DiskOperation.READ);
      failsInTime(StoreUnavailableException.class, this::open);
      sleep(HANG);
      assertThat(disk.openFiles()).isEmpty();
      try (CachingBlockStore cache = open()) {
        assertThat(read(cache, A)).isEqualTo(1);
      }
    });
  }
}
