package io.blocktier.blockstore.spi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An {@code io_uring} for one read at a time, and the memory that the kernel reads into, which
 * therefore stays until the read has ended, whoever waits for it. The layout of what is shared with
 * the kernel is that of {@code linux/io_uring.h}.
 */
final class ReadRing implements DiskRead {

  /** A longer read ends with that many. */
  static final int BUFFER_BYTES = 256 << 10;

  private static final int ENTRIES = 1;
  private static final int PAGE_BYTES = 4096;
  private static final int PARAMETERS_BYTES = 120;
  private static final int FEATURES = 20;
  private static final int SUBMISSIONS = 40;
  private static final int COMPLETIONS = 80;
  private static final int TAIL = 4;
  private static final int ARRAY = 24;
  private static final int COMPLETION_ENTRIES = 20;
  private static final int SUBMISSION_BYTES = 64;
  private static final int COMPLETION_BYTES = 16;
  private static final int COMPLETION_RESULT = 8;
  private static final long SUBMISSIONS_MAPPED_AT = 0x1000_0000L;

  /** One mapping for both queues, and waits with a time. */
  private static final int NEEDED_FEATURES = 1 | 1 << 8;

  private static final byte READ = 22;
  private static final byte ON_A_THREAD_OF_THE_KERNEL = 1 << 4;
  private static final int AWAIT_WITH_TIME = 1 | 1 << 3;
  private static final int WAIT_BYTES = 24;
  private static final int WAIT_TIME = 16;
  private static final int TIME_BYTES = 16;
  private static final int INTERRUPTED = -4;
  private static final int TIME_IS_OVER = -62;

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final ReadRings rings;
  private final Arena arena;
  private final int descriptor;
  private final MemorySegment queues;
  private final MemorySegment submission;
  private final MemorySegment wait;
  private final MemorySegment time;
  private final MemorySegment error;
  private final MemorySegment memory;
  private final ByteBuffer bytes;
  private final long submissionTail;
  private final long completionHead;
  private final long completionTail;
  private final long completions;
  private final int completionMask;
  private int begun;
  private @Nullable RingFile file;

  private ReadRing(
      ReadRings rings,
      Arena arena,
      int descriptor,
      MemorySegment parameters,
      MemorySegment queues,
      MemorySegment submission) {
    this.rings = rings;
    this.arena = arena;
    this.descriptor = descriptor;
    this.queues = queues;
    this.submission = submission;
    this.submissionTail = parameters.get(JAVA_INT, SUBMISSIONS + TAIL);
    this.completionHead = parameters.get(JAVA_INT, COMPLETIONS);
    this.completionTail = parameters.get(JAVA_INT, COMPLETIONS + TAIL);
    this.completions = parameters.get(JAVA_INT, COMPLETIONS + COMPLETION_ENTRIES);
    this.completionMask = parameters.get(JAVA_INT, 4) - 1;
    this.error = arena.allocate(LinuxReads.ERROR);
    this.wait = arena.allocate(WAIT_BYTES, Long.BYTES);
    this.time = arena.allocate(TIME_BYTES, Long.BYTES);
    this.memory = arena.allocate(BUFFER_BYTES, PAGE_BYTES);
    this.bytes = memory.asByteBuffer();
    wait.set(JAVA_LONG, WAIT_TIME, time.address());
    queues.set(JAVA_INT, parameters.get(JAVA_INT, SUBMISSIONS + ARRAY), 0);
  }

  /** Returns a ring, or null where the kernel gives none. */
  static @Nullable ReadRing create(ReadRings rings) {
    Arena arena = Arena.ofShared();
    MemorySegment parameters = arena.allocate(PARAMETERS_BYTES, Long.BYTES);
    int descriptor = LinuxReads.setUp(ENTRIES, parameters);
    if (descriptor < 0) {
      arena.close();
      return null;
    }
    ReadRing ring = map(rings, arena, descriptor, parameters);
    if (ring == null) {
      LinuxReads.close(descriptor);
      arena.close();
    }
    return ring;
  }

  private static @Nullable ReadRing map(
      ReadRings rings, Arena arena, int descriptor, MemorySegment parameters) {
    if ((parameters.get(JAVA_INT, FEATURES) & NEEDED_FEATURES) != NEEDED_FEATURES) {
      return null;
    }
    long entries = parameters.get(JAVA_INT, 0);
    long submissionsEnd = parameters.get(JAVA_INT, SUBMISSIONS + ARRAY) + entries * Integer.BYTES;
    long completionsEnd =
        parameters.get(JAVA_INT, COMPLETIONS + COMPLETION_ENTRIES)
            + parameters.get(JAVA_INT, 4) * (long) COMPLETION_BYTES;
    MemorySegment queues = LinuxReads.map(descriptor, 0, Math.max(submissionsEnd, completionsEnd));
    if (queues.byteSize() == 0) {
      return null;
    }
    MemorySegment submission =
        LinuxReads.map(descriptor, SUBMISSIONS_MAPPED_AT, entries * SUBMISSION_BYTES);
    if (submission.byteSize() == 0) {
      LinuxReads.unmap(queues);
      return null;
    }
    return new ReadRing(rings, arena, descriptor, parameters, queues, submission);
  }

  /** Begins a read; false if the kernel does not take it, after which the ring is of no use. */
  boolean begin(RingFile from, int length, long position, Asking asking) {
    file = from;
    submission.set(JAVA_BYTE, 0, READ);
    submission.set(JAVA_BYTE, 1, asking == Asking.BY_SYSTEM ? ON_A_THREAD_OF_THE_KERNEL : 0);
    submission.set(JAVA_INT, 4, from.descriptor());
    submission.set(JAVA_LONG, 8, position);
    submission.set(JAVA_LONG, 16, memory.address());
    submission.set(JAVA_INT, 24, Math.min(length, BUFFER_BYTES));
    begun++;
    INT.setRelease(queues, submissionTail, begun);
    return LinuxReads.enter(error, descriptor, ENTRIES, 0, 0, wait) == ENTRIES;
  }

  private boolean hasEnded() {
    return (int) INT.getAcquire(queues, completionTail) == begun;
  }

  @Override
  public boolean await(Duration timeout) throws IOException {
    if (hasEnded()) {
      return true;
    }
    time.set(JAVA_LONG, 0, timeout.toSeconds());
    time.set(JAVA_LONG, Long.BYTES, timeout.toNanosPart());
    int result = LinuxReads.enter(error, descriptor, 0, 1, AWAIT_WITH_TIME, wait);
    if (result < 0 && result != INTERRUPTED && result != TIME_IS_OVER) {
      throw failure(result);
    }
    return hasEnded();
  }

  @Override
  public ByteBuffer bytes() throws IOException {
    long completion = completions + (begun - 1 & completionMask) * (long) COMPLETION_BYTES;
    int result = queues.get(JAVA_INT, completion + COMPLETION_RESULT);
    if (result < 0) {
      throw failure(result);
    }
    return bytes.clear().limit(result);
  }

  private IOException failure(int result) {
    return new IOException("reading " + file + " failed with error " + -result + " of the system");
  }

  @Override
  public void close() {
    INT.setRelease(queues, completionHead, begun);
    RingFile from = file;
    file = null;
    rings.give(this);
    if (from != null) {
      from.leave();
    }
  }

  /** Gives the ring back to the system, with no read under way. */
  void destroy() {
    LinuxReads.unmap(submission);
    LinuxReads.unmap(queues);
    LinuxReads.close(descriptor);
    arena.close();
  }
}
