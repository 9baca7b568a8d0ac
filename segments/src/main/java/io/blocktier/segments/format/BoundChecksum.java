package io.blocktier.segments.format;

import io.blocktier.blockstore.Crc32c;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A CRC-32C over a segment's number, a place in it and the bytes there: what stands in another
 * place, or in another segment, does not match. Not thread-safe.
 */
final class BoundChecksum {

  /** The places of what is no frame; frames are numbered from 0. */
  static final long KEYS = -1;

  static final long BLOOM = -2;
  static final long STATISTICS = -3;
  static final long FRAMES = -4;
  static final long TRAILER = -5;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final CRC32C crc = new CRC32C();
  private final byte[] seed = new byte[2 * Long.BYTES];

  int of(long segment, long place, byte[] bytes, int from, int length) {
    begin(segment, place);
    update(bytes, from, length);
    return value();
  }

  /** Begins a checksum of bytes that come one after the other. */
  void begin(long segment, long place) {
    LONG.set(seed, 0, segment);
    LONG.set(seed, Long.BYTES, place);
    crc.reset();
    crc.update(seed, 0, seed.length);
  }

  void update(byte[] bytes, int from, int length) {
    crc.update(bytes, from, length);
  }

  int value() {
    return (int) crc.getValue();
  }

  /** Returns the checksum of bytes by themselves, of which the one in a place is known. */
  Crc32c unbound(int bound, long segment, long place, int length) {
    return seed(segment, place).concat(new Crc32c(bound), length);
  }

  /** Returns the checksum of bytes in a place, of which the one by themselves is known. */
  int bound(Crc32c unbound, long segment, long place, int length) {
    return seed(segment, place).concat(unbound, length).value();
  }

  private Crc32c seed(long segment, long place) {
    return new Crc32c(of(segment, place, seed, 0, 0));
  }
}
