package io.blocktier.segments;

import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of a table. */
final class TableSource implements RecordSource {

  private final Iterator<Version> versions;
  private @Nullable Version shown;

  TableSource(Iterator<Version> versions) {
    this.versions = versions;
  }

  @Override
  public boolean advance() {
    shown = versions.hasNext() ? versions.next() : null;
    return shown != null;
  }

  /** What is in memory takes no time to speak of. */
  @Override
  public boolean isEnding() {
    return false;
  }

  @Override
  public void prepare() {
    // all records are in memory
  }

  @Override
  public boolean isOnRecord() {
    return shown != null;
  }

  private Version shown() {
    Version version = shown;
    if (version == null) {
      throw new NoSuchElementException("no record is shown");
    }
    return version;
  }

  @Override
  public RecordKey key() {
    return shown().key();
  }

  @Override
  public int compareKeyTo(RecordKey other) {
    return shown().key().compareTo(other);
  }

  /** What grows has no last key. */
  @Override
  public boolean endsBefore(RecordKey key) {
    return false;
  }

  @Override
  public long sequence() {
    return shown().sequence();
  }

  @Override
  public RecordKind kind() {
    return shown().change().kind();
  }

  @Override
  public long expiresAt() {
    return shown().change().expiresAt();
  }

  @Override
  public ByteBuffer value() {
    return shown().change().value().asReadOnlyBuffer();
  }

  @Override
  public void close() {
    shown = null;
  }
}
