package io.blocktier.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A large file, written once, and read in order and out of it. For one thread. */
final class SequentialFile implements AutoCloseable {

  private static final int CHUNK = 1 << 20;
  private static final int RECORD = 4 << 10;
  private static final int CHUNKS_A_FORCE = 16;

  private final FileChannel file;
  private final boolean direct;
  private final RoundClock clock;
  private final long chunks;
  private final ByteBuffer buffer = DirectFiles.buffer(CHUNK);
  private long written;

  SequentialFile(Path path, long bytes, boolean direct, RoundClock clock) throws IOException {
    this.direct = direct;
    this.clock = clock;
    this.chunks = bytes / CHUNK;
    this.file =
        DirectFiles.open(
            path,
            direct,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  /** Each call writes and forces many chunks: what is in a cache is not on the disk. */
  CallTimes write(RandomGenerator random) throws IOException {
    byte[] bytes = new byte[CHUNK];
    random.nextBytes(bytes);
    buffer.clear().put(bytes);
    return clock.repeat(
        chunks / CHUNKS_A_FORCE,
        _ -> {
          for (int i = 0; i < CHUNKS_A_FORCE; i++) {
            buffer.clear();
            while (buffer.hasRemaining()) {
              file.write(buffer, written * CHUNK + buffer.position());
            }
            written++;
          }
          file.force(false);
          return (long) CHUNKS_A_FORCE * CHUNK;
        });
  }

  CallTimes read() throws IOException {
    return clock.repeat(written, number -> read(number * CHUNK, CHUNK));
  }

  /** Out of the page cache this would say nothing of the disk. */
  Optional<CallTimes> readAnywhere(RandomGenerator random) throws IOException {
    if (!direct) {
      return Optional.empty();
    }
    long records = written * CHUNK / RECORD;
    return Optional.of(
        clock.repeat(Long.MAX_VALUE, _ -> read(random.nextLong(records) * RECORD, RECORD)));
  }

  private long read(long at, int bytes) throws IOException {
    buffer.clear().limit(bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the file is shorter than what was written to it");
      }
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
