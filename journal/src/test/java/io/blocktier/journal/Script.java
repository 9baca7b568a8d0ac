package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Disk;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A run over two sessions of a journal that remembers what it was promised. */
final class Script {

  private static final int[] SIZES = {0, 100, 5_000, 60_000, 250_000, 17, 180_000};

  /** What was appended, by generation, and what of that was acknowledged. */
  final NavigableMap<Long, Appended> appended = new TreeMap<>();

  final NavigableMap<Long, Appended> acknowledged = new TreeMap<>();
  long releasing;
  long released;
  private Journal journal;
  private int count;

  /** Runs; tells whether it came to its end, or the power went before. */
  boolean endsOn(Disk disk) {
    try {
      run(disk);
      return true;
    } catch (IOException noPower) {
      return false;
    }
  }

  /** Runs until the end, or until the disk fails. */
  void run(Disk disk) throws IOException {
    journal = new Bench().open(disk);
    write(12);
    journal.close();
    journal = new Bench().open(disk);
    write(18);
  }

  private void write(int rounds) throws IOException {
    for (int round = 0; round < rounds; round++) {
      makeRoom();
      Appended last = null;
      for (int i = 0; i <= round % 3; i++) {
        int bytes = SIZES[count % SIZES.length];
        last = journal.append(Bench.draft("key " + count++, bytes));
        appended.put(last.generation(), last);
      }
      journal.awaitDurable(last, Bench.PATIENCE);
      acknowledged.putAll(appended);
    }
  }

  private void makeRoom() throws IOException {
    while (journal.freeSegments() < 2) {
      releasing = journal.segmentsOldestFirst().getFirst();
      journal.release(releasing);
      released = releasing;
    }
  }

  /** Returns a script that knows what a recovered journal holds, and has gone on with it. */
  Script after(Journal recovered, Bench seen) throws IOException {
    Script next = new Script();
    next.journal = recovered;
    next.count = count;
    next.releasing = releasing;
    next.released = released;
    for (long generation : seen.generations()) {
      next.appended.put(generation, appended.get(generation));
    }
    next.write(2);
    return next;
  }

  /** Checks what is there after a crash. */
  Journal check(Bench bench, Disk disk) throws IOException {
    Journal recovered = bench.open(disk);
    assertThat(bench.damages).isEmpty();
    assertThat(bench.generations()).isSorted().doesNotHaveDuplicates();
    for (Bench.Seen seen : bench.seen) {
      assertKnown(seen, recovered);
    }
    assertThat(bench.generations()).containsAll(kept(acknowledged, releasing));
    long last = bench.seen.isEmpty() ? 0 : bench.generations().getLast();
    assertThat(bench.generations()).containsAll(kept(appended.headMap(last, true), releasing));
    for (Bench.Seen seen : bench.seen) {
      assertThat(seen.position().segment()).isGreaterThan(released);
    }
    return recovered;
  }

  private void assertKnown(Bench.Seen seen, Journal recovered) {
    Appended known = appended.get(seen.generation());
    assertThat(known).as("generation %d was appended", seen.generation()).isNotNull();
    assertThat(seen.position()).isEqualTo(known.position());
    assertThat(Bench.read(recovered, seen.position()))
        .isEqualTo(Bench.payload(seen.key(), seen.position().length()));
  }

  private static Iterable<Long> kept(Map<Long, Appended> records, long released) {
    return records.values().stream()
        .filter(record -> record.position().segment() > released)
        .map(Appended::generation)
        .toList();
  }
}
