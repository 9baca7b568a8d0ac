package io.blocktier.journal;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.journal.disk.DiskWatch;
import io.blocktier.journal.disk.LoneWait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records in the order of their generations, in segments that are released as a whole. Thread-safe.
 *
 * <p>Records wait in memory until they are written: as many as the free segments have room for. The
 * caller bounds their bytes.
 */
public final class Journal implements Log {

  private final Path directory;
  private final Disk disk;
  private final DiskWatch watch;
  private final Ticker ticker;
  private final JournalId id;
  private final Disk.Lock lock;
  private final FilePool files;
  private final Ledger ledger;
  private final Release release;
  private final Committer committer;
  private final LoneWait loneWait = new LoneWait();
  private final Exclusive exclusive;
  private final int maxRecordBytes;
  private final boolean clean;
  private final AtomicBoolean closed = new AtomicBoolean();

  Journal(
      Path directory,
      JournalOptions options,
      JournalEffects effects,
      Disk.Lock lock,
      Superblock superblock,
      Recovered found) {
    this.directory = directory;
    this.disk = effects.disk();
    this.watch = effects.watch();
    this.ticker = effects.effects().ticker();
    this.id = superblock.journal();
    this.lock = lock;
    this.clean = found.clean();
    this.maxRecordBytes = Math.max(options.maxRecordBytes(), found.largestSegmentBytes());
    SegmentDirectory names = new SegmentDirectory(directory, disk, id, options.segmentBytes());
    this.files = new FilePool(names, effects, options.maxSegments(), found);
    this.ledger = new Ledger(options, effects.signals(), found, superblock.base(), files);
    this.release = new Release(id, names, files, options.segmentBytes(), ledger);
    this.committer = new Committer(ledger, files, effects, id);
    this.exclusive = new Exclusive(ledger, effects);
    files.createAhead();
  }

  /**
   * Opens the journal of a directory, or begins one. What a crash left is as if it had never been,
   * unless it was durable or lies between durable records and the first that is missing.
   *
   * @param directory an existing directory, which the caller has made durable; nothing else writes
   *     to it
   * @param owner whose records these are, as text that stays the same; empty for nobody's
   * @param options sizes and bounds
   * @param effects time, disk, signals and who is told
   * @param visitor sees every record, in the order of their generations, before this returns
   * @return the journal
   * @throws JournalInUseException if somebody else has it open
   * @throws JournalFormatException if the directory belongs to something else, or to another
   *     version; nothing is changed then
   * @throws JournalOwnerException if the directory has an owner, and that is another
   * @throws IOException if the disk or the visitor fails
   */
  public static Journal open(
      Path directory,
      String owner,
      JournalOptions options,
      JournalEffects effects,
      RecordVisitor visitor)
      throws IOException {
    return new Opening(directory, owner, options, effects).open(visitor);
  }

  /**
   * Tells whether a directory has a journal, which {@link #open} would not begin.
   *
   * @param directory the directory
   * @param disk the disk that it is on
   * @return whether there is one; false where there is no directory
   * @throws IOException if the disk fails
   */
  public static boolean exists(Path directory, Disk disk) throws IOException {
    try {
      return disk.names(directory).contains(Superblock.NAME);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return false;
    }
  }

  /**
   * Tells whether the journal had been closed in order before it was opened. What was derived from
   * its records then and kept elsewhere is as good as the records.
   *
   * @return whether there was a mark of a clean stop that fits
   */
  public boolean wasClean() {
    return clean;
  }

  /**
   * Returns what tells this journal from all others. It was drawn when the directory was begun, and
   * stays the same when the journal is opened again.
   *
   * @return 32 hexadecimal digits
   */
  public String identity() {
    return HexFormat.of().formatHex(id.bytes());
  }

  /**
   * Gives a record its place. Pure memory: the bytes are written when somebody waits for them, or
   * by {@link #commitInBackground()}.
   *
   * @param draft the record
   * @return its place
   * @throws JournalFullException if no segment is free for it
   * @throws DiskFullException if it needs another segment, and the disk has no room for its file
   * @throws JournalClosedException if the journal is closed
   * @throws IllegalArgumentException if the draft is larger than its bounds, and than what an
   *     earlier session may have left here
   */
  @Override
  public Appended append(Draft draft)
      throws JournalFullException, DiskFullException, JournalClosedException {
    return append(draft, 0);
  }

  @Override
  public Appended append(Draft draft, int spare)
      throws JournalFullException, DiskFullException, JournalClosedException {
    return ledger.append(Head.of(draft, maxRecordBytes), draft, spare);
  }

  /**
   * Waits until a record survives a power cut, and all before it that were not given up. A task
   * writes it meanwhile, so that no disk keeps the caller for longer than it wants to wait. Where
   * this fails, the journal has a copy of what it still needs of the payload.
   *
   * @param appended the record
   * @param timeout how long to wait at most
   * @throws JournalTimeoutException if that was not long enough; the record is written nevertheless
   * @throws io.blocktier.journal.disk.DiskStalledException if the disk does not answer; the record
   *     is written when it does
   * @throws java.io.InterruptedIOException if the thread was interrupted while it waited, which it
   *     still is; the record is written nevertheless
   * @throws IOException if the record was given up, because the disk failed more than once; it may
   *     be found after a crash nevertheless
   */
  @Override
  public void awaitDurable(Appended appended, Duration timeout) throws IOException {
    long generation = appended.generation();
    Deadline deadline = Deadline.in(timeout, ticker);
    Waiter waiter;
    while ((waiter = ledger.enlist(generation)) != null) {
      awaitTurn(waiter, generation, deadline);
    }
  }

  /**
   * Waits until every record that was appended before survives a power cut or was given up.
   *
   * @param timeout how long to wait at most
   * @throws JournalTimeoutException if that was not long enough
   * @throws io.blocktier.journal.disk.DiskStalledException if the disk does not answer
   * @throws java.io.InterruptedIOException if the thread was interrupted while it waited, which it
   *     still is
   */
  @Override
  public void settle(Duration timeout) throws IOException {
    Deadline deadline = Deadline.in(timeout, ticker);
    long last = ledger.last();
    Pending record;
    while ((record = ledger.oldestQueued()) != null && record.generation() <= last) {
      Waiter waiter = ledger.enlistIfQueued(record.generation());
      if (waiter != null) {
        awaitTurn(waiter, record.generation(), deadline);
      }
    }
  }

  private void awaitTurn(Waiter waiter, long generation, Deadline deadline) throws IOException {
    if (waiter.leads() && !committer.startTask()) {
      committer.lead();
    }
    if (!waiter.isAlone() || !loneWait.isRaisedSoon(waiter.signal())) {
      await(waiter, generation, deadline);
    }
  }

  private void await(Waiter waiter, long generation, Deadline deadline) throws IOException {
    try {
      Waiting.await(waiter.signal(), deadline, watch, "a record of the journal to be durable");
    } catch (IOException e) {
      ledger.withdraw(waiter, generation);
      Pending record = ledger.queued(generation);
      if (record != null) {
        record.own();
      }
      throw e;
    }
  }

  /** Sees to it that what was appended becomes durable although nobody waits for it. */
  @Override
  public void commitInBackground() {
    if (ledger.wantTask() && !committer.startTask()) {
      committer.abdicate();
    }
  }

  @Override
  public boolean isDurable(Appended appended) {
    return ledger.isDurable(appended.generation());
  }

  /**
   * Reads bytes of a payload, written or not yet. They are not verified: the position has the
   * checksum.
   *
   * @param position the record
   * @param offset the first byte of the payload to read, 0 or more
   * @param target where the bytes go: as many as it has room for, up to the end of the payload
   * @return how many bytes were read
   * @throws SegmentReleasedException if the segment was released
   * @throws JournalClosedException if the journal is closed
   * @throws IOException if the disk fails
   */
  @Override
  public int read(Position position, int offset, ByteBuffer target) throws IOException {
    int start = target.position();
    while (true) {
      Source source = source(position);
      try {
        int length = source.read(offset, target);
        if (source(position).isSame(source)) {
          return length;
        }
      } catch (IOException e) {
        rethrowIfSame(source, position, e);
      }
      target.position(start);
    }
  }

  /**
   * Reads what is kept beside a payload, written or not yet.
   *
   * @param position the record
   * @return its attributes
   * @throws SegmentReleasedException if the segment was released
   * @throws JournalClosedException if the journal is closed
   * @throws IOException if the disk fails, or the record is damaged
   */
  @Override
  public byte[] attributes(Position position) throws IOException {
    while (true) {
      Source source = source(position);
      try {
        return source.attributes(id);
      } catch (IOException e) {
        rethrowIfSame(source, position, e);
      }
    }
  }

  @Override
  public Stored whole(Position position) throws IOException {
    while (true) {
      Source source = source(position);
      try {
        Stored whole = source.whole(id);
        if (source(position).isSame(source)) {
          return whole;
        }
      } catch (IOException e) {
        rethrowIfSame(source, position, e);
      }
    }
  }

  /** Rethrows an error, unless the record has moved or become durable meanwhile. */
  private void rethrowIfSame(Source source, Position position, IOException e) throws IOException {
    if (source(position).isSame(source)) {
      throw e;
    }
  }

  private Source source(Position position) throws IOException {
    if (closed.get()) {
      throw new JournalClosedException();
    }
    return ledger.source(position);
  }

  @Override
  public List<Long> segmentsOldestFirst() {
    return ledger.segments().stream().map(Segment::number).toList();
  }

  /** Reads the index block of the segment, or the records where it has none. */
  @Override
  public boolean visit(long segment, RecordVisitor visitor) throws IOException {
    SegmentFile file = ledger.completeFile(segment);
    return file != null && SegmentFiles.visit(file, id, visitor);
  }

  /** Without a header that holds, a crash leaves nothing of a segment. */
  @Override
  public boolean holds(long segment, Set<String> keys) throws IOException {
    SegmentFile file = ledger.file(segment);
    boolean[] found = {false};
    if (file != null) {
      SegmentFiles.visit(file, id, record -> found[0] |= keys.contains(record.key()));
    }
    return found[0];
  }

  @Override
  public List<LostRecord> lost() {
    return ledger.lost();
  }

  @Override
  public void discard(long generation) {
    ledger.discard(generation);
  }

  @Override
  public long bytesInMemory() {
    return ledger.bytesInMemory();
  }

  @Override
  public int freeSegments() {
    return ledger.freeSegments();
  }

  @Override
  public boolean isReleasable(long segment) {
    return ledger.isReleasable(segment);
  }

  /**
   * Frees the room of the oldest segment, whose records nobody needs any more. What replaced them
   * has to be durable before: see {@link #settle} and {@link #lost}. When this returns, no crash
   * revives them. Blocks.
   *
   * @param segment the oldest segment
   * @throws SegmentReleasedException if it was released before
   * @throws IOException if the disk fails; the segment is then still there, and nothing is written
   *     to its file again
   * @throws IllegalArgumentException if it is not the oldest, or records still go to it
   */
  @Override
  public void release(long segment) throws IOException {
    watch.run(() -> {
      Segment oldest = ledger.releasable(segment);
      complete(oldest);
      release.release(oldest);
      return oldest;
    });
  }

  /** Nothing has happened to the segment where the turn to write its end does not come. */
  private void complete(Segment oldest) throws JournalTimeoutException {
    if (ledger.isComplete(oldest)) {
      return;
    }
    try {
      exclusive.run(() -> committer.leadToComplete(oldest));
    } catch (JournalTimeoutException e) {
      ledger.releaseNotBegun(oldest);
      throw e;
    }
  }

  /**
   * Writes and forces what is queued, marks the clean stop and lets go of the directory. Closing
   * again does nothing.
   *
   * @throws io.blocktier.journal.disk.DiskStalledException if the disk does not answer; the journal
   *     closes when it does, and is in use until then
   * @throws IOException if the disk fails, or a record was given up that is not {@linkplain
   *     #discard discarded}; the journal is closed nevertheless, and recovers when it is opened as
   *     after a crash
   */
  @Override
  public void close() throws IOException {
    ledger.close();
    if (closed.compareAndSet(false, true)) {
      watch.finish(this::closeLocked);
    }
  }

  /** A disk that hangs keeps the lock: what it does late must not meet another who has it. */
  private boolean closeLocked() throws IOException {
    try {
      writeAndClose();
    } finally {
      lock.close();
    }
    return true;
  }

  private void writeAndClose() throws IOException {
    try {
      exclusive.run(committer::leadToEnd);
    } finally {
      closeFiles();
    }
    if (committer.isSound()) {
      CleanMarker.write(disk, directory, id, ledger.durable());
      disk.forceDirectory(directory);
    }
    ledger.requireNoneLost();
  }

  private void closeFiles() throws IOException {
    try {
      files.close();
    } finally {
      closeSegments();
    }
  }

  private void closeSegments() throws IOException {
    for (Segment segment : ledger.segments()) {
      SegmentFile file = segment.file();
      if (file != null) {
        file.disk().close();
      }
    }
  }
}
