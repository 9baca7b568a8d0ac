package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.measure.DurableLag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A log that one thread writes and forces for all who wait, reads at a known place, and a copy of
 * what is alive: no heads, no checksums, no names, no order but that of the numbers. The floor.
 */
final class BareLog implements RecordStore {

  /** Filled with zeros before, and written over from the front when it is full. */
  private static final long LOG_BYTES = 256L << 20;

  private final Path path;
  private final AtomicLongArray places = new AtomicLongArray(SegmentsCell.RECORDS);
  private final ByteBuffer target = ByteBuffer.allocateDirect(SegmentsCell.VALUE);
  private final Thread committer;
  private FileChannel file;
  private List<Request> waiting = new ArrayList<>();
  private volatile boolean ended;
  private long end;

  BareLog(Path directory) throws IOException {
    this.path = directory.resolve("log");
    this.file = open(path);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < LOG_BYTES; at += zeros.capacity()) {
      file.write(zeros.clear(), at);
    }
    file.force(true);
    this.committer = Thread.ofPlatform().daemon().name("committer").start(this::commit);
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Records on their way. */
  private static final class Request {
    private final List<Integer> numbers;
    private final List<byte[]> values;
    private final Thread writer = Thread.currentThread();
    private volatile boolean durable;

    Request(List<Integer> numbers, List<byte[]> values) {
      this.numbers = numbers;
      this.values = values;
    }
  }

  @Override
  public void put(int number, byte[] value) throws IOException {
    putAll(List.of(number), List.of(value));
  }

  @Override
  public void putAll(List<Integer> numbers, List<byte[]> values) throws IOException {
    Request request = new Request(numbers, values);
    synchronized (this) {
      waiting.add(request);
    }
    LockSupport.unpark(committer);
    while (!request.durable) {
      if (ended) {
        throw new IOException("the committer has ended");
      }
      LockSupport.park(this);
    }
  }

  private synchronized List<Request> take() {
    List<Request> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private void commit() {
    try {
      while (!ended) {
        List<Request> taken = take();
        if (taken.isEmpty()) {
          LockSupport.park(this);
          continue;
        }
        write(taken);
        for (Request request : taken) {
          request.durable = true;
          LockSupport.unpark(request.writer);
        }
      }
    } catch (IOException e) {
      ended = true; // and whoever waits looks up, and learns it
      take().forEach(request -> LockSupport.unpark(request.writer));
      throw new UncheckedIOException("the disk failed", e);
    }
  }

  private void write(List<Request> taken) throws IOException {
    List<ByteBuffer> buffers = new ArrayList<>();
    long bytes = 0;
    for (Request request : taken) {
      bytes += (long) request.values.size() * SegmentsCell.VALUE;
      request.values.forEach(value -> buffers.add(ByteBuffer.wrap(value)));
    }
    end = end + bytes > LOG_BYTES ? 0 : end;
    file.position(end);
    ByteBuffer[] gathered = buffers.toArray(ByteBuffer[]::new);
    for (long left = bytes; left > 0; ) {
      left -= file.write(gathered);
    }
    file.force(false);
    for (Request request : taken) {
      for (int number : request.numbers) {
        places.set(number, end);
        end += SegmentsCell.VALUE;
      }
    }
  }

  @Override
  public int read(int number) throws IOException {
    return file.read(target.clear(), places.get(number));
  }

  @Override
  public long scan() throws IOException {
    long records = 0;
    for (int i = 0; i < places.length(); i++) {
      records += read(i) == SegmentsCell.VALUE ? 1 : 0;
    }
    return records;
  }

  @Override
  public void compact() throws IOException {
    Path copied = path.resolveSibling("copy");
    FileChannel copy = open(copied);
    for (int i = 0; i < places.length(); i++) {
      read(i);
      copy.write(target.flip());
      places.set(i, (long) i * SegmentsCell.VALUE);
    }
    copy.force(false);
    file.close();
    Files.move(copied, path, StandardCopyOption.ATOMIC_MOVE);
    file = copy; // the committer sees it, as it takes the next request behind a lock
    end = (long) places.length() * SegmentsCell.VALUE;
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged, and goes nowhere else");
  }

  @Override
  public void close() throws IOException {
    ended = true;
    LockSupport.unpark(committer);
    try {
      committer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}
