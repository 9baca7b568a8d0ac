package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.DurableLag;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.posix.PosixAPI;

/** Chronicle Queue in its synced mode: an appender for each thread, synced behind each excerpt. */
final class ChronicleWriter implements BlockWriter {

  private final ChronicleQueue queue;
  private final ThreadLocal<ExcerptAppender> appenders;
  private final List<Bytes<byte[]>> excerpts;

  ChronicleWriter(WriteCell cell) throws IOException {
    String posix = PosixAPI.posix().getClass().getName();
    if (posix.contains("NoOp")) {
      throw new IOException("msync does nothing with " + posix);
    }
    this.queue =
        SingleChronicleQueueBuilder.binary(cell.directory()).syncMode(SyncMode.SYNC).build();
    this.appenders = ThreadLocal.withInitial(queue::createAppender);
    this.excerpts =
        IntStream.range(0, cell.writers())
            .<Bytes<byte[]>>mapToObj(_ -> Bytes.allocateElasticOnHeap())
            .toList();
  }

  @Override
  public void write(int writer, int key, Payload block) {
    Bytes<byte[]> excerpt = excerpts.get(writer).clear();
    excerpt.writeUtf8(WriteCell.name(key)).write(block.array());
    ExcerptAppender appender = appenders.get();
    appender.writeBytes(excerpt);
    appender.sync();
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged, and goes nowhere else");
  }

  @Override
  public void close() {
    queue.close();
  }
}
