package io.blocktier.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Writes into a file that is filled with zeros before, as a journal is: a force then has nothing to
 * do but to bring bytes to the disk.
 */
final class ForcedWrites implements AutoCloseable {

  private static final int RECORD = 4 << 10;
  private static final long LOG_BYTES = 16L << 20;
  private static final long MOST_UNFORCED = 4 * LOG_BYTES / RECORD; // or the page cache fills up

  private final FileChannel file;
  private final RoundClock clock;
  private final ByteBuffer record;

  ForcedWrites(Path path, RoundClock clock, RandomGenerator random) throws IOException {
    this.clock = clock;
    this.record = ByteBuffer.allocateDirect(RECORD);
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    fill();
    byte[] bytes = new byte[RECORD];
    random.nextBytes(bytes); // a disk that compresses has an easy life with zeros
    record.put(bytes).flip();
  }

  private void fill() throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < LOG_BYTES; at += zeros.capacity()) {
      write(zeros.duplicate(), at);
    }
    file.force(true);
  }

  CallTimes unforced() throws IOException {
    CallTimes times = clock.repeat(MOST_UNFORCED, number -> write(number, 1));
    file.force(false);
    return times;
  }

  /** Writes as many records at a time, and forces. */
  CallTimes forced(int records) throws IOException {
    return clock.repeat(
        Long.MAX_VALUE,
        number -> {
          long bytes = write(number, records);
          file.force(false);
          return bytes;
        });
  }

  private long write(long number, int records) throws IOException {
    long bytes = (long) records * RECORD;
    file.position(number * bytes % LOG_BYTES);
    ByteBuffer[] gathered = new ByteBuffer[records];
    Arrays.setAll(gathered, i -> record.duplicate());
    for (long left = bytes; left > 0; ) {
      left -= file.write(gathered);
    }
    return bytes;
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    for (long next = at; bytes.hasRemaining(); ) {
      next += file.write(bytes, next);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
