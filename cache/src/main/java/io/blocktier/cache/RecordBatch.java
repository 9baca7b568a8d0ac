package io.blocktier.cache;

import io.blocktier.cache.journal.RecordView;
import io.blocktier.cache.journal.RecordVisitor;
import java.io.IOException;
import java.util.Arrays;

/** Keeps heads of records for somebody who sees them later. Not thread-safe. */
final class RecordBatch {

  private static final int FIRST_RECORDS = 1024;
  private static final int FIRST_BYTES = 256 << 10;

  private byte[] heads = new byte[FIRST_BYTES];
  private int[] starts = new int[FIRST_RECORDS];
  private int[] payloads = new int[FIRST_RECORDS];
  private int used;
  private int records;

  /** Keeps a copy of what a view shows. */
  void add(RecordView record) {
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

  int size() {
    return records;
  }

  /** Hands over the records in the order in which they came, all through one view. */
  void forEach(RecordVisitor visitor) throws IOException {
    RecordView view = new RecordView();
    for (int i = 0; i < records; i++) {
      view.show(heads, starts[i], payloads[i]);
      visitor.visit(view);
    }
  }

  void clear() {
    used = 0;
    records = 0;
  }
}
