package io.blocktier.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Records in the order of their generations, in segments that are released as a whole. Thread-safe.
 */
public interface Log extends AutoCloseable {

  /**
   * Gives a record its place. Pure memory: the bytes are written when somebody awaits them, or by
   * {@link #commitInBackground()}.
   *
   * @param draft the record
   * @return its place
   * @throws JournalFullException if no segment is free
   * @throws IOException if the log takes no more records
   */
  Appended append(Draft draft) throws IOException;

  /**
   * Gives a record its place, unless that leaves too little for others.
   *
   * @param draft the record
   * @param spare how many free segments there are to be left; less than 0 for so many more than the
   *     log is to have
   * @return its place
   * @throws JournalFullException if no other segment is free
   * @throws IOException if the log takes no more records
   */
  Appended append(Draft draft, int spare) throws IOException;

  /**
   * Waits until a record survives a power cut, and with it every record before it that was not
   * given up.
   *
   * @param appended the record
   * @param timeout how long to wait at most
   * @throws IOException if it never will; it may be found after a crash nevertheless
   */
  void awaitDurable(Appended appended, Duration timeout) throws IOException;

  /**
   * Waits until every record that was appended before survives a power cut or was given up.
   *
   * @param timeout how long to wait at most
   * @throws IOException if that was not long enough
   */
  void settle(Duration timeout) throws IOException;

  /** Sees to it that what is appended becomes durable although nobody waits. */
  void commitInBackground();

  /**
   * Tells whether a record survives a power cut.
   *
   * @param appended the record
   * @return whether it does
   */
  boolean isDurable(Appended appended);

  /**
   * Reads bytes of a payload, written or not yet.
   *
   * @param position the record
   * @param offset the first byte of the payload to read
   * @param target where the bytes go; as many as it has room for, up to the payload's end
   * @return how many bytes were read
   * @throws SegmentReleasedException if the segment was released
   * @throws IOException if the disk fails
   */
  int read(Position position, int offset, ByteBuffer target) throws IOException;

  /**
   * Returns what is kept beside a payload.
   *
   * @param position the record
   * @return the bytes
   * @throws SegmentReleasedException if the segment was released
   * @throws IOException if the disk fails
   */
  byte[] attributes(Position position) throws IOException;

  /**
   * Reads a record as a whole, with one read where it is on the disk and its head is no larger than
   * usual. For payloads that are worth being copied.
   *
   * @param position the record
   * @return its attributes and its payload
   * @throws SegmentReleasedException if the segment was released
   * @throws IOException if the disk fails, or the head is damaged
   */
  Stored whole(Position position) throws IOException;

  /**
   * Returns the segments that hold records.
   *
   * @return their numbers, that of the one with the oldest records first
   */
  List<Long> segmentsOldestFirst();

  /**
   * Shows the records of a segment that is complete.
   *
   * @param segment its number
   * @param visitor sees them; those among them that do not count, too
   * @return false if they cannot be read, and none was shown: because the segment is still written,
   *     or a write of it failed
   * @throws SegmentReleasedException if the segment was released
   * @throws IOException if the disk fails, or the visitor throws it
   */
  boolean visit(long segment, RecordVisitor visitor) throws IOException;

  /**
   * Tells whether a segment has a record of one of some keys that a crash would leave. Also where a
   * write of it failed; one that counts no more may be among them.
   *
   * @param segment its number
   * @param keys whom records concern
   * @return whether there is one
   * @throws SegmentReleasedException if the segment was released
   * @throws IOException if the disk fails
   */
  boolean holds(long segment, Set<String> keys) throws IOException;

  /**
   * Returns the records that were given up. They can be read until they are discarded, from memory.
   *
   * @return what is to be appended again, or discarded, in the order of the generations
   */
  List<LostRecord> lost();

  /**
   * Forgets the bytes of a record that was given up.
   *
   * @param generation its number
   */
  void discard(long generation);

  /**
   * Returns what waits to be written, or was given up and not discarded.
   *
   * @return bytes of payloads that are in memory alone
   */
  long bytesInMemory();

  /**
   * Returns how many segments can be begun before the log is full.
   *
   * @return segments
   */
  int freeSegments();

  /**
   * Tells whether a segment is the oldest, and nothing is written to it any more.
   *
   * @param segment its number
   * @return whether it can be released, if nobody needs its records
   */
  boolean isReleasable(long segment);

  /**
   * Frees the room of the oldest segment, whose records nobody needs any more. What replaced them
   * has to be durable before: see {@link #settle} and {@link #lost}.
   *
   * @param segment its number
   * @throws IOException if the disk fails
   */
  void release(long segment) throws IOException;

  /**
   * Makes durable what was appended, and closes the log.
   *
   * @throws IOException if the disk fails
   */
  @Override
  void close() throws IOException;
}
