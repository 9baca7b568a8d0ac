package io.blocktier.blockstore.express.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A block as a store has it, every frame checked.
 *
 * @param bytes all bytes
 * @param header the header, or empty in a block that was closed before anybody wrote it
 * @param end how many bytes there are without the seal
 * @param sealed whether another writer has closed it
 * @param records the payloads of its records
 */
record BlockImage(
    ByteBuffer bytes,
    Optional<BlockHeader> header,
    int end,
    boolean sealed,
    List<ByteBuffer> records) {

  static final int HEADER_END = Frames.HEAD_BYTES + BlockHeader.BYTES;

  /** Whether its writer had a quorum for its header: nobody else can have had one. */
  boolean led() {
    return header.isPresent() && end > HEADER_END;
  }

  boolean isBy(long writer) {
    return header.isPresent() && header.get().writer() == writer;
  }

  /**
   * Checks a block.
   *
   * @param frames checks frames
   * @param number the block's number
   * @param bytes what a store returned
   * @return the block
   * @throws AppendLogException.Damaged if a byte is not as it was written: appends are whole, so
   *     nothing may be left over either
   */
  static BlockImage parse(Frames frames, long number, ByteBuffer bytes) throws AppendLogException {
    ByteBuffer in = bytes.duplicate();
    int start = in.position();
    Optional<BlockHeader> header = Optional.empty();
    List<ByteBuffer> records = new ArrayList<>();
    while (in.hasRemaining()) {
      int offset = in.position() - start;
      FrameType type = type(in, number, offset);
      ByteBuffer payload = payload(frames, type, in, number, offset);
      boolean first = offset == 0;
      if (type == FrameType.SEAL) {
        require(!in.hasRemaining(), number, offset);
        return new BlockImage(bytes, header, offset, true, records);
      }
      require(first == (type == FrameType.HEADER), number, offset);
      if (first) {
        header = Optional.of(BlockHeader.read(payload));
      } else if (type == FrameType.RECORD) {
        records.add(payload);
      }
    }
    return new BlockImage(bytes, header, in.position() - start, false, records);
  }

  private static FrameType type(ByteBuffer in, long number, int offset) throws AppendLogException {
    require(in.remaining() >= Frames.HEAD_BYTES, number, offset);
    Optional<FrameType> type = FrameType.of(in.get());
    require(type.isPresent(), number, offset);
    return type.orElseThrow();
  }

  private static ByteBuffer payload(
      Frames frames, FrameType type, ByteBuffer in, long number, int offset)
      throws AppendLogException {
    int length = in.getInt();
    int crc = in.getInt();
    require(length >= 0 && length <= in.remaining(), number, offset);
    ByteBuffer payload = in.slice(in.position(), length).asReadOnlyBuffer();
    require(frames.crc(type, number, offset, payload) == crc, number, offset);
    in.position(in.position() + length);
    return payload;
  }

  private static void require(boolean sound, long number, int offset) throws AppendLogException {
    if (!sound) {
      throw new AppendLogException.Damaged(
          "block "
              + number
              + " of the log is damaged at byte "
              + offset
              + "; another store or a"
              + " backup may have it");
    }
  }
}
