package io.blocktier.cache;

import io.blocktier.blockstore.Crc32c;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The checksums of a block's units, by which parts of it are verified. A block of one unit needs
 * none beside its own.
 *
 * @param checksums one for each unit, or none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes it, and nobody compares
record Units(int[] checksums) {

  /** The bytes of a unit. */
  static final int BYTES = 64 << 10;

  /** A block of one unit, or a record that has parts only. */
  static final Units NONE = new Units(new int[0]);

  /**
   * What one pass over a block's bytes tells.
   *
   * @param whole the checksum of all of them
   * @param units the checksums of the units
   */
  record Pass(Crc32c whole, Units units) {}

  /** Computes all checksums in one pass. */
  static Pass over(List<ByteBuffer> payload, long size) {
    if (size <= BYTES) {
      return new Pass(Crc32c.of(payload.toArray(ByteBuffer[]::new)), NONE);
    }
    int[] checksums = new int[Math.toIntExact((size + BYTES - 1) / BYTES)];
    CRC32C unit = new CRC32C();
    int filled = 0;
    int number = 0;
    Crc32c whole = Crc32c.EMPTY;
    for (ByteBuffer buffer : payload) {
      ByteBuffer left = buffer.duplicate();
      while (left.hasRemaining()) {
        int take = Math.min(left.remaining(), BYTES - filled);
        unit.update(left.slice(left.position(), take));
        left.position(left.position() + take);
        filled += take;
        if (filled == BYTES) {
          checksums[number++] = (int) unit.getValue();
          whole = whole.concat(new Crc32c((int) unit.getValue()), filled);
          unit.reset();
          filled = 0;
        }
      }
    }
    if (filled > 0) {
      checksums[number] = (int) unit.getValue();
      whole = whole.concat(new Crc32c((int) unit.getValue()), filled);
    }
    return new Pass(whole, new Units(checksums));
  }

  /** Returns the checksum of a unit, which is that of the block where it has one only. */
  Crc32c checksum(int unit, Crc32c whole) {
    return checksums.length == 0 ? whole : new Crc32c(checksums[unit]);
  }
}
