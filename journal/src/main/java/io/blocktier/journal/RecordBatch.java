package io.blocktier.journal;

import java.io.IOException;
import java.util.Arrays;

/** Keeps heads of records for somebody who sees them later. Not thread-safe. */
public final class RecordBatch {

  private static final int FIRST_RECORDS = 1024;
  private static final int FIRST_BYTES = 256 << 10;

  private byte[] heads = new byte[FIRST_BYTES];
  private int[] starts = new int[FIRST_RECORDS];
  private int[] payloads = new int[FIRST_RECORDS];
  private int used;
  private int records;

  /** Makes a batch without records. */
  public RecordBatch() {}

  /**
   * Keeps a copy of what a view shows.
   *
   * @param record the record
   */
  public void add(RecordView record) {
    makeRoom(record.length());
    System.arraycopy(record.bytes(), record.from(), heads, used, record.length());
    starts[records] = used;
    payloads[records] = record.payloadOffset();
    used += record.length();
    records++;
  }

  private void makeRoom(int bytes) {
    if (heads.length - used < bytes) {
      heads = Arrays.copyOf(heads, Math.max(2 * heads.length, used + bytes));
    }
    if (starts.length == records) {
      starts = Arrays.copyOf(starts, 2 * records);
      payloads = Arrays.copyOf(payloads, 2 * records);
    }
  }

  /**
   * Returns how many records there are.
   *
   * @return the records
   */
  public int size() {
    return records;
  }

  /** Shows the record that came after a number of others. */
  void show(int number, RecordView view) {
    view.show(heads, starts[number], payloads[number]);
  }

  /**
   * Hands over the records in the order in which they came, all through one view.
   *
   * @param visitor sees them
   * @throws IOException if the visitor throws it
   */
  public void forEach(RecordVisitor visitor) throws IOException {
    RecordView view = new RecordView();
    for (int i = 0; i < records; i++) {
      show(i, view);
      visitor.visit(view);
    }
  }

  /** Forgets the records and keeps their room. */
  public void clear() {
    used = 0;
    records = 0;
  }
}
