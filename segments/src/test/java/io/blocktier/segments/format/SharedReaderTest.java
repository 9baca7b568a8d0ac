package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.mixed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One reader, many threads. */
class SharedReaderTest {

  private static final int THREADS = 8;

  private final List<SegmentRecord> records = mixed(400, 2000, 12);
  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());

  private boolean readAll(SegmentReader reader, long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      SegmentRecord record = records.get(random.nextInt(records.size()));
      assertThat(reader.get(record.key())).contains(record);
    }
    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).isEqualTo(records);
    reader.verify();
    return true;
  }

  @Test
  void threadsShareAReaderAndReadTheKeyIndexOnce() throws Exception {
    SegmentSummary summary = fixture.write(records);
    fixture.store.reset();
    SegmentReader reader = fixture.format.open(fixture.store, summary.handleWithoutKeys());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> first = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        RecordKey key = records.get(i).key();
        first.add(threads.submit(() -> reader.find(key).isPresent()));
      }
      for (Future<Boolean> found : first) {
        assertThat(found.get()).isTrue();
      }
      assertThat(fixture.store.reads()).isEqualTo(2);

      List<Future<Boolean>> runs = new ArrayList<>();
      for (long seed = 0; seed < THREADS; seed++) {
        long own = seed;
        runs.add(threads.submit(() -> readAll(reader, own)));
      }
      for (Future<Boolean> run : runs) {
        assertThat(run.get()).isTrue();
      }
    }
  }
}
