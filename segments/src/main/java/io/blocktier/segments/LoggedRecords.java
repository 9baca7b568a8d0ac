package io.blocktier.segments;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.journal.Damage;
import io.blocktier.journal.Journal;
import io.blocktier.journal.Position;
import io.blocktier.journal.RecordView;
import io.blocktier.journal.RecordVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a log holds when it is opened: where its batches are, some 40 bytes for each. */
final class LoggedRecords implements RecordVisitor {

  private static final int FIRST_ROOM = 1024;

  private final TreeMap<Long, Long> lastGenerations = new TreeMap<>();
  private long[] generations = new long[FIRST_ROOM];
  private long[] sequences = new long[FIRST_ROOM];
  private long[] files = new long[FIRST_ROOM];
  private int[] offsets = new int[FIRST_ROOM];
  private int[] lengths = new int[FIRST_ROOM];
  private int[] checksums = new int[FIRST_ROOM];
  private int count;

  @Override
  public void visit(RecordView record) throws IOException {
    if (record.kind() != RecordLog.BATCH || record.attributesLength() != Long.BYTES) {
      throw new IOException(
          "record " + record.generation() + " of the log is none of segments; this is another log");
    }
    if (count == generations.length) {
      grow();
    }
    Position position = record.position();
    generations[count] = record.generation();
    sequences[count] =
        ByteBuffer.wrap(record.bytes(), record.attributesFrom(), Long.BYTES).getLong();
    files[count] = position.segment();
    offsets[count] = position.offset();
    lengths[count] = position.length();
    checksums[count] = position.crc32c();
    count++;
    lastGenerations.put(position.segment(), record.generation());
  }

  private void grow() {
    int room = Math.multiplyExact(count, 2);
    generations = Arrays.copyOf(generations, room);
    sequences = Arrays.copyOf(sequences, room);
    files = Arrays.copyOf(files, room);
    offsets = Arrays.copyOf(offsets, room);
    lengths = Arrays.copyOf(lengths, room);
    checksums = Arrays.copyOf(checksums, room);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Returns the generation of the last record, or 0 if there is none. */
  long lastGeneration() {
    return count == 0 ? 0 : generations[count - 1];
  }

  /** Returns the last generation of each file of the log, by its number. */
  NavigableMap<Long, Long> lastGenerations() {
    return lastGenerations;
  }

  /** Takes a batch that comes back. */
  @FunctionalInterface
  interface Target {
    void recover(List<Change> changes, long bytes, long sequence, long generation);
  }

  /** Brings back, in their order, the batches behind a generation. */
  void replay(Journal journal, long mark, LogHealth health, Target target) throws IOException {
    for (int i = 0; i < count; i++) {
      if (generations[i] > mark) {
        replay(journal, i, health, target);
      }
    }
  }

  private void replay(Journal journal, int record, LogHealth health, Target target)
      throws IOException {
    ByteBuffer payload = read(journal, record);
    try {
      requireIntact(payload, record);
      List<Change> changes = BatchCodec.decode(payload.duplicate());
      target.recover(changes, payload.remaining(), sequences[record], generations[record]);
    } catch (IllegalArgumentException e) {
      long generation = generations[record];
      health.damaged(
          new Damage("file " + files[record], generation, generation, String.valueOf(e)));
    }
  }

  /** Returns the first record behind a generation: as many as there are if there is none. */
  int firstBehind(long mark) {
    int first = 0;
    while (first < count && generations[first] <= mark) {
      first++;
    }
    return first;
  }

  int count() {
    return count;
  }

  /** Returns the changes of a batch, or none if it is damaged, which is noted. */
  List<Change> changes(Journal journal, int record, LogHealth health) throws IOException {
    List<Change> found = new ArrayList<>();
    replay(journal, record, health, (changes, _, _, _) -> found.addAll(changes));
    return found;
  }

  private ByteBuffer read(Journal journal, int record) throws IOException {
    Position position =
        new Position(files[record], offsets[record], lengths[record], checksums[record]);
    ByteBuffer payload = ByteBuffer.allocate(lengths[record]);
    journal.read(position, 0, payload);
    return payload.flip();
  }

  private void requireIntact(ByteBuffer payload, int record) {
    Crc32c found = Crc32c.of(payload.duplicate());
    if (payload.remaining() != lengths[record] || found.value() != checksums[record]) {
      throw new IllegalArgumentException("the bytes of a batch have checksum " + found);
    }
  }
}
