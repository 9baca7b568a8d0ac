package io.blocktier.blockstore.express.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes and checks frames: type, length and checksum, then the payload. The checksum covers the
 * log's name, the block's number and the frame's offset as well, so that bytes which are found in
 * another place than they were written to are none.
 */
final class Frames {

  static final int HEAD_BYTES = 1 + Integer.BYTES + Integer.BYTES;
  private static final int PLACE_BYTES = Long.BYTES + Long.BYTES + 1 + Integer.BYTES;

  private final byte[] log;

  Frames(LogOptions options) {
    this.log = options.prefix().value().getBytes(StandardCharsets.UTF_8);
  }

  ByteBuffer one(FrameType type, long number, long offset, ByteBuffer payload) {
    ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + payload.remaining());
    put(frame, type, number, offset, payload);
    return frame.flip();
  }

  ByteBuffer records(long number, long offset, List<ByteBuffer> payloads) {
    int length = 0;
    for (ByteBuffer payload : payloads) {
      length += HEAD_BYTES + payload.remaining();
    }
    ByteBuffer batch = ByteBuffer.allocate(length);
    for (ByteBuffer payload : payloads) {
      put(batch, FrameType.RECORD, number, offset + batch.position(), payload);
    }
    return batch.flip();
  }

  private void put(ByteBuffer to, FrameType type, long number, long offset, ByteBuffer payload) {
    to.put(type.code());
    to.putInt(payload.remaining());
    to.putInt(crc(type, number, offset, payload));
    to.put(payload.duplicate());
  }

  int crc(FrameType type, long number, long offset, ByteBuffer payload) {
    CRC32C crc = new CRC32C();
    crc.update(log);
    crc.update(
        ByteBuffer.allocate(PLACE_BYTES)
            .putLong(number)
            .putLong(offset)
            .put(type.code())
            .putInt(payload.remaining())
            .flip());
    crc.update(payload.duplicate());
    return (int) crc.getValue();
  }
}
