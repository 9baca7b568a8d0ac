package io.blocktier.segments.manifest;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What the object of a manifest begins with.
 *
 * @param number the manifest
 * @param base the newest manifest, up to this one, whose object holds a whole manifest
 * @param millis when it was committed
 * @param commit names the commit
 * @param previous names the commit before
 * @param baseCommit names the commit of the base
 * @param bodyBytes how long the rest of the object is
 * @param bodyCrc the CRC-32C of the rest
 */
record Header(
    long number,
    long base,
    long millis,
    UniqueId commit,
    UniqueId previous,
    UniqueId baseCommit,
    int bodyBytes,
    int bodyCrc) {

  static final int BYTES = 96;

  private static final long MAGIC = 0x42544D4E46455354L; // BTMNFEST
  private static final int VERSION = 1;
  private static final int CRC_AT = BYTES - Integer.BYTES;

  boolean isBase() {
    return number == base;
  }

  /** Puts header and body together. */
  byte[] object(byte[] body) {
    ByteBuffer out = ByteBuffer.allocate(BYTES + body.length);
    out.putLong(MAGIC).putInt(VERSION).putLong(number).putLong(base).putLong(millis);
    put(out, commit);
    put(out, previous);
    put(out, baseCommit);
    out.putInt(bodyBytes).putInt(bodyCrc);
    out.putInt(crc(out.array(), 0, CRC_AT));
    return out.put(body).array();
  }

  private static void put(ByteBuffer out, UniqueId id) {
    out.putLong(id.high()).putLong(id.low());
  }

  static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /**
   * Reads the header of a manifest's object.
   *
   * @param expected the manifest's number, which its key says
   * @param object its first bytes at least
   */
  static Header read(long expected, byte[] object) throws DamagedManifestException {
    if (object.length < BYTES || ByteBuffer.wrap(object).getLong() != MAGIC) {
      throw new DamagedManifestException("is not the object of a manifest");
    }
    ByteBuffer in = ByteBuffer.wrap(object, Long.BYTES, BYTES - Long.BYTES);
    int version = in.getInt();
    if (version != VERSION) {
      throw new DamagedManifestException(
          "has version " + version + ", this program reads " + VERSION);
    }
    if (in.getInt(CRC_AT) != crc(object, 0, CRC_AT)) {
      throw new DamagedManifestException("has a header that does not match its checksum");
    }
    Header header =
        new Header(
            in.getLong(),
            in.getLong(),
            in.getLong(),
            id(in),
            id(in),
            id(in),
            in.getInt(),
            in.getInt());
    if (header.number != expected || header.base < 1 || header.base > expected) {
      throw new DamagedManifestException("is the object of manifest " + header.number);
    }
    return header;
  }

  private static UniqueId id(ByteBuffer in) {
    return new UniqueId(in.getLong(), in.getLong());
  }

  /** Returns the body, which has to be all the rest of an object. */
  ByteBuffer body(byte[] object) throws DamagedManifestException {
    if (object.length - BYTES != bodyBytes || crc(object, BYTES, bodyBytes) != bodyCrc) {
      throw new DamagedManifestException("has a body that does not match its checksum");
    }
    return ByteBuffer.wrap(object, BYTES, bodyBytes).slice();
  }
}
