package io.blocktier.segments.figures;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** What the libraries do with the same bytes, one after the other and nothing between. */
final class Libraries {

  private static final int FRAME_BYTES = 64 << 10;

  private final LZ4Compressor compressor = LZ4Factory.nativeInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.nativeInstance().safeDecompressor();
  private final byte[] packed = new byte[compressor.maxCompressedLength(FRAME_BYTES)];
  private final byte[] raw = new byte[FRAME_BYTES];
  private final List<byte[]> frames = new ArrayList<>();
  private final List<byte[]> stored = new ArrayList<>();

  Libraries(List<byte[]> records) {
    byte[] all = new byte[records.size() * records.getFirst().length];
    int at = 0;
    for (byte[] record : records) {
      System.arraycopy(record, 0, all, at, record.length);
      at += record.length;
    }
    for (int from = 0; from + FRAME_BYTES <= all.length; from += FRAME_BYTES) {
      frames.add(Arrays.copyOfRange(all, from, from + FRAME_BYTES));
      stored.add(compressor.compress(frames.getLast()));
    }
  }

  /** Compresses, where it pays, and makes a checksum of every frame. */
  int pack() {
    CRC32C crc = new CRC32C();
    int sum = 0;
    for (byte[] frame : frames) {
      int bytes = compressor.compress(frame, 0, frame.length, packed, 0, packed.length);
      crc.reset();
      if (bytes < frame.length * 7 / 8) {
        crc.update(packed, 0, bytes);
      } else {
        crc.update(frame, 0, frame.length);
      }
      sum += (int) crc.getValue();
    }
    return sum;
  }

  /** Makes a checksum of every frame, and decompresses what is compressed. */
  int unpack() {
    CRC32C crc = new CRC32C();
    int sum = 0;
    for (int i = 0; i < frames.size(); i++) {
      boolean pays = stored.get(i).length < FRAME_BYTES * 7 / 8;
      byte[] bytes = pays ? stored.get(i) : frames.get(i);
      crc.reset();
      crc.update(bytes, 0, bytes.length);
      sum += (int) crc.getValue();
      sum += pays ? decompressor.decompress(bytes, 0, bytes.length, raw, 0, FRAME_BYTES) : 0;
    }
    return sum;
  }

  /** Hashes pieces of every frame. */
  int hash(int pieceBytes) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] hash = new byte[32];
    int sum = 0;
    for (byte[] frame : frames) {
      for (int from = 0; from < FRAME_BYTES; from += pieceBytes) {
        sha.update(frame, from, Math.min(pieceBytes, FRAME_BYTES - from));
        sum += sha.digest(hash, 0, hash.length) + hash[0];
      }
    }
    return sum;
  }
}
