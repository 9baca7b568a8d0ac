package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import java.nio.ByteBuffer;

/** Shows records in the order of their keys, each key once. Not thread-safe. */
sealed interface RecordSource permits TableSource, SegmentSource {

  /** Goes on to the next record; false behind the last. */
  boolean advance() throws BlockStoreException;

  /** Tells whether the next source may bring its first records meanwhile. */
  boolean isEnding();

  /** Has the first records brought, unless that has begun; whoever advances learns what fails. */
  void prepare();

  /** Tells whether a record is shown, rather than a key that no record comes before. */
  boolean isOnRecord();

  RecordKey key();

  /** Compares the key with another one, without an object for it. */
  int compareKeyTo(RecordKey other);

  /** Tells whether all keys that may come are less than one. */
  boolean endsBefore(RecordKey key);

  long sequence();

  RecordKind kind();

  long expiresAt();

  /** The value, until the source advances or is closed. */
  ByteBuffer value() throws BlockStoreException;

  void close();
}
