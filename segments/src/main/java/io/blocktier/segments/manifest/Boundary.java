package io.blocktier.segments.manifest;

import java.nio.ByteBuffer;

/**
 * Says which manifests may be deleted, before any is. Boundaries are a chain of their own, of which
 * nothing is ever deleted: a number that is missing there was never written. So whoever finds no
 * boundary behind the last one that it knows also knows that no manifest from that one's first on
 * had been deleted until then.
 *
 * @param index counts boundaries, 0 for none
 * @param first manifests with smaller numbers do not count any more, whatever is found under them
 * @param head a manifest that was committed before, at least the first; a search begins there
 */
record Boundary(long index, long first, long head) {

  static final Boundary NONE = new Boundary(0, 1, 0);

  private static final int BYTES = 40;
  private static final long MAGIC = 0x42544D424F554E44L; // BTMBOUND
  private static final int VERSION = 1;
  private static final int CRC_AT = BYTES - Integer.BYTES;

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC).putInt(VERSION).putLong(index).putLong(first).putLong(head);
    return out.putInt(Header.crc(out.array(), 0, CRC_AT)).array();
  }

  static Boundary decode(long expected, byte[] object) throws DamagedManifestException {
    ByteBuffer in = ByteBuffer.wrap(object);
    if (object.length != BYTES
        || in.getInt(CRC_AT) != Header.crc(object, 0, CRC_AT)
        || in.getLong() != MAGIC) {
      throw new DamagedManifestException("is not a boundary");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new DamagedManifestException(
          "has version " + version + ", this program reads " + VERSION);
    }
    Boundary boundary = new Boundary(in.getLong(), in.getLong(), in.getLong());
    if (boundary.index != expected || boundary.first < 2 || boundary.head < boundary.first) {
      throw new DamagedManifestException("is " + boundary);
    }
    return boundary;
  }
}
