package io.blocktier.journal;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that hold no segment, one of them made ahead of need, so that writers do not wait for
 * it. Thread-safe.
 */
final class FilePool implements DiskSpace {

  private static final Logger LOG = LoggerFactory.getLogger(FilePool.class);
  private static final Duration CREATION_TIMEOUT = Duration.ofMinutes(1);
  private static final String CREATION = "making a segment's file";

  private final SegmentDirectory directory;
  private final JournalEffects effects;
  private final int maxFiles;
  private final Deque<SegmentFile> free;
  private int files;
  private long nextSlot;
  private boolean closed;
  private @Nullable Signal creation;
  private @Nullable DiskFullException lack;
  private boolean lackLarge;

  /** Begins with the files that are there: some free, others not, which only count. */
  FilePool(SegmentDirectory directory, JournalEffects effects, int maxFiles, Recovered found) {
    this.directory = directory;
    this.effects = effects;
    this.maxFiles = maxFiles;
    this.free = new ArrayDeque<>(found.free());
    this.files = found.files();
    this.nextSlot = found.nextSlot();
  }

  /**
   * Takes a free file, and makes one where there is none. Blocks; an interrupt does not end it.
   *
   * @param bytes how large it is to be
   */
  SegmentFile take(int bytes) throws IOException {
    return directory.makes(bytes) ? takeOrdinary() : takeLarge(bytes);
  }

  /** Made for one segment, and removed with it. */
  private SegmentFile takeLarge(int bytes) throws IOException {
    SegmentFile left = pollLarge(bytes);
    if (left != null) {
      return left;
    }
    SegmentFile file = createLarge(bytes);
    synchronized (this) {
      files++;
      lackLarge = false;
    }
    return file;
  }

  private SegmentFile createLarge(int bytes) throws IOException {
    try {
      return directory.create(slot(), bytes);
    } catch (DiskFullException e) {
      synchronized (this) {
        lackLarge = true;
      }
      throw e;
    }
  }

  /** Returns a free file of an earlier session, or null. */
  private synchronized @Nullable SegmentFile pollLarge(int bytes) {
    for (SegmentFile file : free) {
      if (file.bytes() == bytes) {
        free.remove(file);
        return file;
      }
    }
    return null;
  }

  private SegmentFile takeOrdinary() throws IOException {
    SegmentFile file = takeAny();
    while (!directory.makes(file.bytes())) {
      forget(file);
      directory.remove(file);
      file = takeAny();
    }
    createAhead();
    return file;
  }

  private SegmentFile takeAny() throws IOException {
    SegmentFile file;
    while ((file = poll()) == null) {
      Signal mine = effects.signals().create();
      Signal others = begin(mine);
      if (others == null) {
        create(mine);
      } else {
        awaitCreation(others);
      }
    }
    return file;
  }

  /** Gives a file back. The caller has seen to it that a crash does not revive what it holds. */
  synchronized void give(SegmentFile file) {
    free.add(file);
    lack = null;
    lackLarge = false;
  }

  /** Closes a file that was removed. */
  void forget(SegmentFile file) throws IOException {
    synchronized (this) {
      files--;
      lackLarge = false;
    }
    file.disk().close();
  }

  /** Tells whether there are more files than there may be, or of another size. */
  synchronized boolean isSurplus(SegmentFile file, int segmentBytes) {
    return file.bytes() != segmentBytes || files > maxFiles;
  }

  /** Has a file made by a task, unless one is free or there may be no more. */
  void createAhead() {
    Signal mine = effects.signals().create();
    if (!beginAhead(mine)) {
      return;
    }
    try {
      effects.watch().start(() -> createLeniently(mine));
    } catch (RejectedExecutionException e) {
      LOG.debug("no task makes a segment's file ahead: {}", e.toString());
      end(mine);
    }
  }

  private void createLeniently(Signal mine) {
    try {
      create(mine);
    } catch (DiskFullException e) {
      LOG.debug("no segment's file could be made ahead", e);
    } catch (IOException e) {
      LOG.warn("no segment's file could be made ahead; the next writer tries again", e);
    }
  }

  private void create(Signal mine) throws IOException {
    try {
      add(directory.create(slot(), directory.segmentBytes()));
    } catch (DiskFullException e) {
      lacks(e);
      throw e;
    } finally {
      end(mine);
    }
  }

  private synchronized @Nullable SegmentFile poll() {
    return free.poll();
  }

  /** Returns the signal of the creation under way, or null if the caller's is it from now on. */
  private synchronized @Nullable Signal begin(Signal mine) {
    Signal others = creation;
    creation = others == null ? mine : others;
    return others;
  }

  private synchronized boolean beginAhead(Signal mine) {
    return !closed && free.isEmpty() && files < maxFiles && begin(mine) == null;
  }

  private void end(Signal mine) {
    synchronized (this) {
      creation = null;
    }
    mine.raise();
  }

  private synchronized long slot() {
    return nextSlot++;
  }

  private synchronized void add(SegmentFile file) {
    files++;
    free.add(file);
    lack = null; // room for one that is larger is another matter
  }

  private void lacks(DiskFullException full) {
    synchronized (this) {
      if (lack != null) {
        return;
      }
      lack = full;
    }
    LOG.warn("{}", full.getMessage());
  }

  /** Also has it tried again whether there is room by now, without waiting for that. */
  @Override
  public void require() throws DiskFullException {
    DiskFullException full;
    synchronized (this) {
      full = lack;
    }
    if (full != null) {
      createAhead();
      throw new DiskFullException(full);
    }
  }

  @Override
  public synchronized boolean lacksLarge() {
    return lackLarge;
  }

  private void awaitCreation(Signal signal) throws JournalTimeoutException {
    Waiting.awaitThroughInterrupts(signal, CREATION_TIMEOUT, effects, CREATION);
  }

  /** Closes the free files, once no task is at work. */
  void close() throws IOException {
    Signal atWork;
    synchronized (this) {
      closed = true;
      atWork = creation;
    }
    try {
      if (atWork != null) {
        awaitCreation(atWork);
      }
    } finally {
      closeFree();
    }
  }

  private void closeFree() throws IOException {
    SegmentFile file;
    while ((file = poll()) != null) {
      file.disk().close();
    }
  }
}
