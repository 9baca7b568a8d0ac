package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.journal.Position;
import io.blocktier.journal.RecordView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Records get into the index in their order, whoever brings them there. */
class RecoveryTaskTest {

  private static final int RECORDS = 100;
  private static final int READ_AHEAD = 7;

  private final List<Long> applied = new ArrayList<>();
  private long unreadable = Long.MAX_VALUE;

  private RecoveryTask task(ExecutorService executor) {
    Effects system = CacheFixture.EFFECTS;
    Effects own =
        new Effects(system.clock(), system.ticker(), system.random(), system.sleeper(), executor);
    return new RecoveryTask(
        record -> apply(record.generation()),
        new CacheEffects(own, Signals.ofThreads(), own.executor(), new Windows(1, 1, READ_AHEAD)));
  }

  private void apply(long generation) throws IOException {
    if (generation == unreadable) {
      throw new IOException("no room");
    }
    applied.add(generation);
  }

  private static void addAll(RecoveryTask task) throws IOException {
    for (long generation = 0; generation < RECORDS; generation++) {
      task.add(RecordView.of(generation, new Position(1, 0, 0, 0), (byte) 1, "key", new byte[0]));
    }
  }

  private static List<Long> all() {
    return LongStream.range(0, RECORDS).boxed().toList();
  }

  @Test
  void recordsComeInTheirOrder() throws IOException {
    RecoveryTask task = task(CacheFixture.EFFECTS.executor());
    addAll(task);
    task.finish();
    assertThat(applied).isEqualTo(all());
  }

  @Test
  void readerDoesItWhereNoTaskRuns() throws IOException {
    ExecutorService closed = Executors.newVirtualThreadPerTaskExecutor();
    closed.close();
    RecoveryTask task = task(closed);
    addAll(task);
    task.finish();
    assertThat(applied).isEqualTo(all());
  }

  @Test
  void failureOfARecordEndsTheReading() throws IOException {
    unreadable = 3;
    RecoveryTask task = task(CacheFixture.EFFECTS.executor());
    assertThatThrownBy(() -> addAll(task)).isInstanceOf(IOException.class).hasMessage("no room");
    task.awaitIdle();
    assertThat(applied).hasSize(3);
  }

  @Test
  void failureOfTheLastRecordsIsSeenAtTheEnd() throws IOException {
    unreadable = RECORDS - 1;
    RecoveryTask task = task(CacheFixture.EFFECTS.executor());
    addAll(task);
    assertThatThrownBy(task::finish).isInstanceOf(IOException.class).hasMessage("no room");
  }
}
