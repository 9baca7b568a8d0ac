package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.spi.CallerThread;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a journal does while nothing goes wrong. */
class JournalTest {

  private final Bench bench = new Bench();

  @Test
  void recordsAreThereAgainInOrderAfterACleanStop() throws IOException {
    SimulatedDisk disk = Bench.disk();
    List<Appended> appended = new ArrayList<>();
    try (Journal journal = bench.open(disk)) {
      for (int bytes : new int[] {0, 1, 7, 8, 4096, 20_000, 262_144}) {
        appended.add(journal.append(Bench.draft("key " + bytes, bytes)));
      }
    }
    try (Journal journal = bench.open(disk)) {
      assertThat(journal.wasClean()).isTrue();
      assertThat(bench.generations())
          .isEqualTo(appended.stream().map(Appended::generation).toList());
      for (Bench.Seen seen : bench.seen) {
        assertThat(Bench.read(journal, seen.position()))
            .isEqualTo(Bench.payload(seen.key(), seen.position().length()));
        assertThat(seen.attributes()).asString().isEqualTo("about " + seen.key());
        assertThat(journal.attributes(seen.position())).isEqualTo(seen.attributes());
      }
    }
    assertThat(disk.openFiles()).isEmpty();
  }

  @Test
  void generationsGrowOverRestartsAlsoPastRecordsThatWereNeverWritten() throws IOException {
    SimulatedDisk disk = Bench.disk();
    long last = 0;
    for (int restart = 0; restart < 5; restart++) {
      Journal journal = bench.open(disk);
      long first = journal.append(Bench.draft("lost", 10)).generation();
      assertThat(first).isGreaterThan(last);
      last = journal.append(Bench.draft("lost too", 10)).generation();
      disk = disk.crash(restart);
    }
  }

  @Test
  void whatIsQueuedCanBeRead() throws IOException {
    try (Journal journal = bench.open(Bench.disk())) {
      Draft draft =
          Bench.draft(
              "k", ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3, 4, 5}));
      Appended appended = journal.append(draft);
      assertThat(journal.isDurable(appended)).isFalse();
      assertRangesCanBeRead(journal, appended.position());
      assertThat(journal.attributes(appended.position())).isEqualTo(draft.attributes());
      assertIsReadAtOnce(journal, appended, draft);
      journal.awaitDurable(appended, Bench.PATIENCE);
      assertThat(journal.isDurable(appended)).isTrue();
      assertRangesCanBeRead(journal, appended.position());
      assertIsReadAtOnce(journal, appended, draft);
    }
  }

  private static void assertIsReadAtOnce(Journal journal, Appended appended, Draft draft)
      throws IOException {
    Stored whole = journal.whole(appended.position());
    assertThat(whole.attributes()).isEqualTo(draft.attributes());
    ByteBuffer payload = ByteBuffer.allocate((int) draft.payloadBytes());
    draft.payload().forEach(slice -> payload.put(slice.duplicate()));
    assertThat(whole.payload()).isEqualTo(payload.flip());
  }

  @Test
  void whatNobodyWaitsForIsForcedWithTheNextThatSomebodyDoes() throws IOException {
    AtomicInteger forces = new AtomicInteger();
    AtomicReference<@Nullable Runnable> during = new AtomicReference<>();
    SimulatedDisk disk =
        Bench.disk((call, _) -> {
          if (call == DiskOperation.FORCE) {
            forces.incrementAndGet();
            Optional.ofNullable(during.getAndSet(null)).ifPresent(Runnable::run);
          }
        });
    try (Journal journal = bench.open(disk)) {
      Bench.put(journal, "first", 100);
      forces.set(0);
      AtomicReference<@Nullable Appended> note = new AtomicReference<>();
      Runnable noting = () -> note.set(append(journal, "note"));
      during.set(noting);
      Bench.put(journal, "a", 100);
      assertThat(forces).hasValue(1);
      assertThat(journal.isDurable(Objects.requireNonNull(note.get()))).isFalse();
      Bench.put(journal, "b", 100);
      assertThat(forces).hasValue(2);
      assertThat(journal.isDurable(Objects.requireNonNull(note.get()))).isTrue();
      during.set(noting);
      Bench.put(journal, "c", 100);
      assertThat(forces).hasValue(3);
      journal.commitInBackground();
      assertThat(forces).hasValue(4);
      assertThat(journal.isDurable(Objects.requireNonNull(note.get()))).isTrue();
      append(journal, "last");
    }
    try (Journal journal = bench.open(disk)) {
      assertThat(bench.keys()).as("what nobody waited for when it closed").contains("last");
      assertThat(journal.wasClean()).isTrue();
    }
  }

  private static Appended append(Journal journal, String key) {
    try {
      return journal.append(Bench.draft(key, 10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRecordIsReadAtOnceWhereItsHeadIsLargerThanUsualAndWhereItIsTheFirst() throws IOException {
    try (Journal journal = bench.open(Bench.disk())) {
      for (int attributes : new int[] {0, 5000, 1, 900, 1000, 1100}) {
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {1, 2, 3});
        Draft draft =
            new Draft((byte) 1, "k", new byte[attributes], List.of(payload), Crc32c.of(payload));
        Appended appended = journal.append(draft);
        journal.awaitDurable(appended, Bench.PATIENCE);
        assertIsReadAtOnce(journal, appended, draft);
      }
    }
  }

  private static void assertRangesCanBeRead(Journal journal, Position position) throws IOException {
    ByteBuffer two = ByteBuffer.allocate(2);
    assertThat(journal.read(position, 1, two)).isEqualTo(2);
    assertThat(two.array()).containsExactly(2, 3);
    ByteBuffer more = ByteBuffer.allocate(9);
    assertThat(journal.read(position, 3, more)).isEqualTo(2);
    assertThat(more.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {4, 5}));
    assertThat(journal.read(position, 5, ByteBuffer.allocate(1))).isZero();
  }

  @Test
  void recordsThatNobodyWaitsForAreWrittenByATask() throws IOException {
    SimulatedDisk disk = Bench.disk();
    Journal journal = bench.open(disk);
    Appended appended = journal.append(Bench.draft("k", 10));
    journal.commitInBackground();
    assertThat(journal.isDurable(appended)).isTrue();
    assertThat(bench.durable).containsExactly(appended.generation());
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).containsExactly("k");
  }

  @Test
  void aFullJournalRefusesUntilTheOldestSegmentIsReleased() throws IOException {
    try (Journal journal = bench.open(Bench.disk())) {
      Appended first = fill(journal);
      assertThat(journal.segmentsOldestFirst()).hasSize(4).startsWith(first.position().segment());
      assertThat(journal.freeSegments()).isZero();
      journal.release(first.position().segment());
      assertThat(journal.freeSegments()).isEqualTo(1);
      Appended next = Bench.put(journal, "next", 200_000);
      assertThat(Bench.read(journal, next.position())).isEqualTo(Bench.payload("next", 200_000));
      assertThatExceptionOfType(SegmentReleasedException.class)
          .isThrownBy(() -> journal.read(first.position(), 0, ByteBuffer.allocate(1)));
      assertThatExceptionOfType(SegmentReleasedException.class)
          .isThrownBy(() -> journal.release(first.position().segment()));
    }
  }

  /** Appends until there is no room; returns the first record. */
  private static Appended fill(Journal journal) throws IOException {
    return fill(journal, 0);
  }

  private static Appended fill(Journal journal, int spare) throws IOException {
    Appended first = Bench.put(journal, "first", 200_000);
    assertThatExceptionOfType(JournalFullException.class)
        .isThrownBy(() -> {
          while (true) {
            journal.awaitDurable(
                journal.append(Bench.draft("more", 200_000), spare), Bench.PATIENCE);
          }
        });
    return first;
  }

  @Test
  void theLastSegmentIsForThoseWhoNeedNoneLeftFree() throws IOException {
    try (Journal journal = bench.open(Bench.disk())) {
      fill(journal);
      assertThatExceptionOfType(JournalFullException.class)
          .isThrownBy(() -> journal.append(Bench.draft("note", 100), 1));
      Appended moved = journal.append(Bench.draft("moved", 100), 0);
      assertThat(moved.position().segment()).isEqualTo(journal.segmentsOldestFirst().getLast());
    }
  }

  @Test
  void aFullJournalThatWasCutOffHasRoomForWhatHasToMove() throws IOException {
    SimulatedDisk disk = Bench.disk();
    Journal full = bench.open(disk);
    fill(full);
    assertThat(full.freeSegments()).isZero();
    try (Journal journal = bench.open(disk.crashLosingAll())) {
      Appended first =
          new Appended(bench.seen.getFirst().generation(), bench.seen.getFirst().position());
      Appended moved = Bench.put(journal, "moved", 200_000);
      journal.release(first.position().segment());
      assertThat(Bench.read(journal, moved.position())).isEqualTo(Bench.payload("moved", 200_000));
      assertThat(journal.freeSegments()).isEqualTo(1);
    }
  }

  @Test
  void onlyTheOldestSegmentAndNoneThatIsWrittenCanBeReleased() throws IOException {
    try (Journal journal = bench.open(Bench.disk())) {
      fill(journal);
      List<Long> segments = journal.segmentsOldestFirst();
      assertThatIllegalArgumentException().isThrownBy(() -> journal.release(segments.get(1)));
      for (long segment : segments.subList(0, 3)) {
        journal.release(segment);
      }
      assertThatIllegalArgumentException().isThrownBy(() -> journal.release(segments.get(3)));
    }
  }

  @Test
  void aSegmentWhoseSuccessorIsNotWrittenYetCanBeReleased() throws IOException {
    SimulatedDisk disk = Bench.disk();
    Journal journal = bench.open(disk);
    long oldest = Bench.put(journal, "old", 200_000).position().segment();
    Appended next = journal.append(Bench.draft("next", 262_144));
    while (next.position().segment() == oldest) {
      journal.awaitDurable(next, Bench.PATIENCE);
      next = journal.append(Bench.draft("next", 262_144));
    }
    journal.release(oldest);
    journal.awaitDurable(next, Bench.PATIENCE);
    bench.open(disk.crashLosingAll());
    assertThat(bench.generations()).containsExactly(next.generation());
    assertThat(bench.damages).isEmpty();
  }

  @Test
  void theSecondWhoOpensIsTurnedAway() throws IOException {
    SimulatedDisk disk = Bench.disk();
    try (Journal journal = bench.open(disk)) {
      assertThatExceptionOfType(JournalInUseException.class)
          .isThrownBy(() -> new Bench().open(disk))
          .withMessageContaining("in use");
      Bench.put(journal, "k", 1);
    }
    bench.open(disk).close();
    assertThat(bench.keys()).containsExactly("k");
  }

  @Test
  void aForeignSuperblockIsRefusedAndNothingTouched() throws IOException {
    SimulatedDisk disk = Bench.disk();
    assertRefused(disk, "something else entirely".getBytes(StandardCharsets.UTF_8), "not that of");
    bench.open(Bench.disk()).close();
  }

  @Test
  void anotherVersionIsRefusedAndNothingTouched() throws IOException {
    SimulatedDisk disk = Bench.disk();
    bench.open(disk).close();
    byte[] superblock = content(disk, Superblock.NAME);
    superblock[11] = 3;
    assertRefused(disk, superblock, "version 3");
    superblock[11] = 2;
    superblock[20] ^= 1;
    assertRefused(disk, superblock, "damaged");
  }

  @Test
  void aJournalOfAnotherOwnerIsRefusedAndNothingTouched() throws IOException {
    SimulatedDisk disk = Bench.disk();
    bench.owner = "s3://one";
    Bench.put(bench.open(disk), "k", 10);
    SimulatedDisk left = disk.crashLosingAll();
    byte[] superblock = content(left, Superblock.NAME);
    bench.owner = "s3://two";
    assertThatExceptionOfType(JournalOwnerException.class)
        .isThrownBy(() -> bench.open(left))
        .withMessageContaining("s3://one, not to s3://two");
    assertThat(content(left, Superblock.NAME)).isEqualTo(superblock);
    assertThat(left.openFiles()).isEmpty();
    bench.owner = "s3://one";
    bench.open(left).close();
    assertThat(bench.keys()).containsExactly("k");
  }

  @Test
  void aJournalWithoutOwnerBelongsToWhoOpensItFirst() throws IOException {
    SimulatedDisk disk = Bench.disk();
    bench.owner = "";
    bench.open(disk).close();
    byte[] old = content(disk, Superblock.NAME);
    ByteBuffer version1 = ByteBuffer.wrap(old).putInt(8, 1);
    JournalId journal = JournalId.read(version1.position(16));
    version1.putInt(36, journal.checksum(version1, 0, 36));
    disk.delete(Bench.DIRECTORY.resolve(Superblock.NAME));
    try (DiskFile file = disk.open(Bench.DIRECTORY.resolve(Superblock.NAME), Disk.Mode.CREATE)) {
      file.write(new ByteBuffer[] {version1.rewind()}, 0);
    }
    bench.owner = "first";
    bench.open(disk).close();
    bench.owner = "second";
    assertThatExceptionOfType(JournalOwnerException.class).isThrownBy(() -> bench.open(disk));
  }

  @Test
  void segmentsWithoutASuperblockAreRefused() throws IOException {
    SimulatedDisk disk = Bench.disk();
    bench.open(disk).close();
    disk.delete(Bench.DIRECTORY.resolve(Superblock.NAME));
    assertThatExceptionOfType(JournalFormatException.class)
        .isThrownBy(() -> bench.open(disk))
        .withMessageContaining("missing beside segments");
  }

  private void assertRefused(SimulatedDisk disk, byte[] superblock, String message)
      throws IOException {
    disk.delete(Bench.DIRECTORY.resolve(Superblock.NAME));
    try (DiskFile file = disk.open(Bench.DIRECTORY.resolve(Superblock.NAME), Disk.Mode.CREATE)) {
      file.write(new ByteBuffer[] {ByteBuffer.wrap(superblock)}, 0);
    }
    List<String> before =
        disk.names(Bench.DIRECTORY).stream().filter(n -> !n.equals("lock")).toList();
    assertThatExceptionOfType(JournalFormatException.class)
        .isThrownBy(() -> bench.open(disk))
        .withMessageContaining(message);
    assertThat(content(disk, Superblock.NAME)).isEqualTo(superblock);
    assertThat(disk.names(Bench.DIRECTORY))
        .contains("lock")
        .containsAll(before)
        .hasSize(before.size() + 1);
    assertThat(disk.openFiles()).isEmpty();
  }

  private static byte[] content(SimulatedDisk disk, String name) throws IOException {
    try (DiskFile file = disk.open(Bench.DIRECTORY.resolve(name), Disk.Mode.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(bytes, 0);
      return bytes.array();
    }
  }

  @Test
  void draftsBeyondTheirBoundsAreRefused() throws IOException {
    try (Journal journal = bench.open(Bench.disk())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> journal.append(Bench.draft("k", 262_145)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> journal.append(Bench.draft("k".repeat(1101), 1)));
      Bench.put(journal, "k".repeat(1100), 262_144);
    }
  }

  @Test
  void aClosedJournalRefusesEverything() throws IOException {
    Journal journal = bench.open(Bench.disk());
    Appended appended = Bench.put(journal, "k", 1);
    journal.close();
    journal.close();
    assertThatExceptionOfType(JournalClosedException.class)
        .isThrownBy(() -> journal.append(Bench.draft("k", 1)));
    assertThatExceptionOfType(JournalClosedException.class)
        .isThrownBy(() -> journal.read(appended.position(), 0, ByteBuffer.allocate(1)));
    journal.awaitDurable(appended, Bench.PATIENCE);
  }

  @Test
  void filesOfAnotherSegmentSizeAreReadAndThenDropped() throws IOException {
    SimulatedDisk disk = Bench.disk();
    try (Journal journal = bench.open(disk)) {
      Bench.put(journal, "small", 10);
    }
    JournalOptions larger = new JournalOptions(2 << 20, 4, 1 << 20, 1 << 18);
    try (Journal journal = bench.open(disk, larger, new CallerThread())) {
      assertThat(bench.keys()).containsExactly("small");
      Bench.put(journal, "large", 10);
      int files = disk.names(Bench.DIRECTORY).size();
      journal.release(bench.seen.getFirst().position().segment());
      assertThat(disk.names(Bench.DIRECTORY)).hasSize(files - 1);
    }
  }

  @Test
  void recordsOfLargerSegmentsMoveAndSurviveAPowerCut() throws IOException {
    SimulatedDisk disk = Bench.disk();
    JournalOptions larger = new JournalOptions(8 << 20, 3, 1 << 20, 2 << 20);
    try (Journal journal = bench.open(disk, larger, new CallerThread())) {
      Bench.put(journal, "large", 2 << 20);
    }
    Journal journal = bench.open(disk);
    Bench.put(journal, "large", 2 << 20);
    journal.release(bench.seen.getFirst().position().segment());
    Bench.put(journal, "small", 10);
    try (Journal again = bench.open(disk.crashLosingAll())) {
      assertThat(bench.keys()).containsExactly("large", "small");
      assertThat(bench.damages).isEmpty();
      assertThat(Bench.read(again, bench.seen.getFirst().position()))
          .isEqualTo(Bench.payload("large", 2 << 20));
    }
  }

  @Test
  void theLastFreeSegmentHasRoomForAllThatIsInALargerOne() throws IOException {
    SimulatedDisk disk = Bench.disk();
    JournalOptions larger = new JournalOptions(8 << 20, 3, 1 << 20, 2 << 20);
    try (Journal journal = bench.open(disk, larger, new CallerThread())) {
      for (int i = 0; i < 39; i++) {
        Bench.put(journal, "k" + i, 200_000);
      }
      assertThat(journal.segmentsOldestFirst()).hasSize(1);
    }
    try (Journal journal = bench.open(disk)) {
      List<Bench.Seen> old = List.copyOf(bench.seen);
      fill(journal, 1);
      for (Bench.Seen seen : old) {
        Bench.put(journal, seen.key(), 200_000);
      }
      journal.release(old.getFirst().position().segment());
      assertThat(journal.freeSegments()).isEqualTo(1);
    }
  }

  /** Leaves so many bytes of a disk for new files. */
  private static void leave(SimulatedDisk disk, long bytes) throws IOException {
    DiskFaults roomy = DiskFaults.of(1);
    disk.setFaults(roomy);
    long used = roomy.capacityBytes() - disk.usableBytes(Bench.DIRECTORY);
    disk.setFaults(roomy.withCapacity(used + bytes));
  }

  /** Leaves a segment of 8 MiB in which all is needed, and one segment that is free. */
  private Journal openWithLargeSegment(SimulatedDisk disk, List<Bench.Seen> old)
      throws IOException {
    JournalOptions larger = new JournalOptions(8 << 20, 3, 1 << 20, 2 << 20);
    try (Journal journal = bench.open(disk, larger, new CallerThread())) {
      for (int i = 0; i < 39; i++) {
        Bench.put(journal, "k" + i, 200_000);
      }
    }
    Journal journal = bench.open(disk);
    old.addAll(bench.seen);
    fill(journal, 1);
    assertThat(journal.freeSegments()).isEqualTo(1);
    return journal;
  }

  @Test
  void aDiskWithoutRoomForALargeSegmentStillTakesWhatFitsAnOrdinaryOne() throws IOException {
    SimulatedDisk disk = Bench.disk();
    List<Bench.Seen> old = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    Journal journal = openWithLargeSegment(disk, old);
    leave(disk, 3 << 20);
    assertThatExceptionOfType(DiskFullException.class)
        .as("found out once")
        .isThrownBy(() -> Bench.put(journal, "refused", 200_000));
    assertThatExceptionOfType(DiskFullException.class)
        .isThrownBy(() -> {
          while (kept.size() < 100) {
            String key = "kept" + kept.size();
            Bench.put(journal, key, 200_000);
            kept.add(key);
          }
        });
    assertThat(kept).as("what fits one ordinary segment").hasSizeBetween(3, 5);
    assertThat(journal.freeSegments()).as("for what has to move").isEqualTo(1);

    disk.setFaults(DiskFaults.of(1));
    for (Bench.Seen seen : old) {
      Bench.put(journal, seen.key(), 200_000);
    }
    journal.release(old.getFirst().position().segment());
    assertThat(journal.freeSegments()).isEqualTo(1);
    try (Journal again = bench.open(disk.crashLosingAll())) {
      assertThat(bench.damages).isEmpty();
      assertThat(bench.keys()).containsAll(kept).contains("k0", "k38").doesNotContain("refused");
      for (Bench.Seen seen : bench.seen) {
        assertThat(Bench.read(again, seen.position()))
            .isEqualTo(Bench.payload(seen.key(), 200_000));
      }
    }
  }

  @Test
  void aRecordThatIsTooLargeForOrdinarySegmentsTakesNoMoreThanItNeedsOfADiskNearlyFull()
      throws IOException {
    SimulatedDisk disk = Bench.disk();
    JournalOptions larger = new JournalOptions(16 << 20, 3, 1 << 20, 2 << 20);
    try (Journal journal = bench.open(disk, larger, new CallerThread())) {
      Bench.put(journal, "large", 2 << 20);
    }
    try (Journal journal = bench.open(disk)) {
      Bench.put(journal, "small", 10); // drops the file that was made ahead
      leave(disk, 8 << 20);
      assertThatExceptionOfType(DiskFullException.class)
          .isThrownBy(() -> Bench.put(journal, "large", 2 << 20));
      journal.lost().forEach(lost -> journal.discard(lost.generation()));
      Appended moved = Bench.put(journal, "large", 2 << 20);
      journal.release(bench.seen.getFirst().position().segment());
      assertThat(Bench.read(journal, moved.position())).isEqualTo(Bench.payload("large", 2 << 20));
    }
  }

  @Test
  void aFreeFileOfAnotherSizeIsNeverFilledBeyondItsEnd() throws IOException {
    SimulatedDisk disk = Bench.disk();
    bench.open(disk).close(); // leaves the file that was made ahead
    JournalOptions larger = new JournalOptions(4 << 20, 4, 1 << 20, 1 << 18);
    List<String> keys = new ArrayList<>();
    Journal journal = bench.open(disk, larger, new CallerThread());
    for (int i = 0; i < 40; i++) {
      keys.add("k" + i);
      Bench.put(journal, "k" + i, 200_000);
    }
    Journal again = bench.open(disk.crashLosingAll(), larger, new CallerThread());
    assertThat(bench.keys()).isEqualTo(keys);
    assertThat(bench.damages).isEmpty();
    for (Bench.Seen seen : bench.seen) {
      assertThat(Bench.read(again, seen.position()))
          .isEqualTo(Bench.payload(seen.key(), seen.position().length()));
    }
  }

  /** Signals whose waits are over at once. */
  private static Signals impatient() {
    return () -> {
      AtomicBoolean raised = new AtomicBoolean();
      return new Signals.Signal() {
        @Override
        public void raise() {
          raised.set(true);
        }

        @Override
        public boolean await(Duration timeout) {
          return raised.get();
        }
      };
    };
  }

  @Test
  void aReleaseThatDidNotGetItsTurnIsTriedAgain() throws IOException {
    AtomicReference<@Nullable Runnable> during = new AtomicReference<>();
    SimulatedDisk disk =
        Bench.disk((call, _) -> {
          if (call == DiskOperation.FORCE) {
            Optional.ofNullable(during.getAndSet(null)).ifPresent(Runnable::run);
          }
        });
    Journal journal = bench.open(disk, Bench.OPTIONS, new CallerThread(), impatient());
    long oldest = Bench.put(journal, "old", 200_000).position().segment();
    Appended next = journal.append(Bench.draft("next", 262_144));
    while (next.position().segment() == oldest) {
      journal.awaitDurable(next, Bench.PATIENCE);
      next = journal.append(Bench.draft("next", 262_144));
    }
    List<IOException> refused = new ArrayList<>();
    during.set(() -> {
      try {
        journal.release(oldest);
      } catch (IOException e) {
        refused.add(e);
      }
    });
    journal.awaitDurable(next, Bench.PATIENCE);
    assertThat(refused).hasExactlyElementsOfTypes(JournalTimeoutException.class);
    journal.release(oldest);
    assertThat(journal.segmentsOldestFirst()).doesNotContain(oldest);
  }
}
