package io.blocktier.gateway.payload;

import java.util.zip.Checksum;

/** A CRC in the making. */
final class RunningCrc implements RunningChecksum {

  private final Checksum crc;
  private final int width;

  RunningCrc(Checksum crc, int width) {
    this.crc = crc;
    this.width = width;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
  }

  @Override
  public byte[] finish() {
    byte[] bytes = CyclicCode.bytes(crc.getValue(), width);
    crc.reset();
    return bytes;
  }
}
