package io.blocktier.segments;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The payload of a record of the log, which is a batch. A count of four bytes, then for each change
 * its flags (one byte: 1 for no value, 2 for an expiry), the lengths of key (two bytes) and value
 * (four bytes), the expiry (eight bytes, where there is one), the key, and the value.
 */
final class BatchCodec {

  private static final int COUNT_BYTES = 4;
  static final int HEAD_BYTES = 1 + 2 + 4;
  private static final int TOMBSTONE = 1;
  private static final int EXPIRES = 2;

  private BatchCodec() {}

  /**
   * A batch as it is logged.
   *
   * @param payload its bytes
   * @param checksum of them
   * @param changes whose values are parts of the payload
   */
  record Encoded(ByteBuffer payload, Crc32c checksum, List<Change> changes) {}

  static long encodedBytes(Collection<Change> changes) {
    long bytes = COUNT_BYTES;
    for (Change change : changes) {
      bytes += headBytes(change) + change.key().length() + change.value().remaining();
    }
    return bytes;
  }

  private static int headBytes(Change change) {
    return HEAD_BYTES + (change.expiresAt() == RecordEntry.NEVER ? 0 : Long.BYTES);
  }

  /** Copies every value once: log and memory share the copy. */
  static Encoded encode(Collection<Change> changes) {
    ByteBuffer payload = ByteBuffer.allocate(Math.toIntExact(encodedBytes(changes)));
    List<Change> copied = new ArrayList<>(changes.size());
    payload.putInt(changes.size());
    for (Change change : changes) {
      copied.add(write(change, payload));
    }
    payload.flip();
    return new Encoded(payload, Crc32c.of(payload.duplicate()), copied);
  }

  private static Change write(Change change, ByteBuffer target) {
    boolean expires = change.expiresAt() != RecordEntry.NEVER;
    int bytes = change.value().remaining();
    target.put((byte) (flag(change) | (expires ? EXPIRES : 0)));
    target.putShort((short) change.key().length());
    target.putInt(bytes);
    if (expires) {
      target.putLong(change.expiresAt());
    }
    change.key().putInto(target);
    int at = target.position();
    target.put(change.value().duplicate());
    return new Change(change.key(), change.kind(), change.expiresAt(), target.slice(at, bytes));
  }

  private static int flag(Change change) {
    return switch (change.kind()) {
      case PUT -> 0;
      case TOMBSTONE -> TOMBSTONE;
    };
  }

  /**
   * Reads a batch, whose values are parts of the payload.
   *
   * @throws IllegalArgumentException if these are not the bytes of a batch
   */
  static List<Change> decode(ByteBuffer payload) {
    try {
      int count = payload.getInt();
      if (count < 0 || count > payload.remaining() / HEAD_BYTES) {
        throw new IllegalArgumentException("a batch of " + count + " changes");
      }
      List<Change> changes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        changes.add(read(payload));
      }
      if (payload.hasRemaining()) {
        throw new IllegalArgumentException(payload.remaining() + " bytes behind a batch");
      }
      return changes;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a batch ends early", e);
    }
  }

  private static Change read(ByteBuffer source) {
    int flags = source.get();
    int keyBytes = Short.toUnsignedInt(source.getShort());
    int valueBytes = source.getInt();
    boolean tombstone = (flags & TOMBSTONE) != 0;
    if ((flags & ~(TOMBSTONE | EXPIRES)) != 0 || (tombstone && valueBytes != 0)) {
      throw new IllegalArgumentException("a change with flags " + flags);
    }
    long expiresAt = (flags & EXPIRES) == 0 ? RecordEntry.NEVER : source.getLong();
    byte[] key = new byte[Math.min(keyBytes, source.remaining())];
    source.get(key);
    RecordKey of = RecordKey.ofUtf8(key, 0, keyBytes);
    ByteBuffer value = source.slice(source.position(), valueBytes);
    source.position(source.position() + valueBytes);
    return tombstone ? Change.delete(of) : Change.put(of, expiresAt, value);
  }
}
