package io.blocktier.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Tells one journal from another. Every checksum of the journal's own structures begins with it, so
 * that bytes of another journal, or of a block that looks like one, are never taken for records.
 */
record JournalId(long high, long low) {

  static final int BYTES = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  static JournalId random(RandomGenerator random) {
    return new JournalId(random.nextLong(), random.nextLong());
  }

  static JournalId read(ByteBuffer source) {
    return new JournalId(source.getLong(), source.getLong());
  }

  void write(ByteBuffer target) {
    target.putLong(high).putLong(low);
  }

  byte[] bytes() {
    byte[] id = new byte[BYTES];
    LONG.set(id, 0, high);
    LONG.set(id, Long.BYTES, low);
    return id;
  }

  /** Returns the checksum of the id and the bytes of a buffer between two absolute positions. */
  int checksum(ByteBuffer bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes());
    if (bytes.hasArray()) {
      crc.update(bytes.array(), bytes.arrayOffset() + from, to - from);
    } else {
      crc.update(bytes.duplicate().limit(to).position(from));
    }
    return (int) crc.getValue();
  }
}
