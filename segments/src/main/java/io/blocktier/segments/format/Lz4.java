package io.blocktier.segments.format;

import io.blocktier.blockstore.spi.SystemEffect;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** The LZ4 block format. Thread-safe. */
public final class Lz4 {

  private final LZ4Compressor compressor;
  private final LZ4SafeDecompressor decompressor;

  private Lz4(LZ4Factory factory) {
    this.compressor = factory.fastCompressor();
    this.decompressor = factory.safeDecompressor();
  }

  /**
   * Returns the fastest there is here.
   *
   * @return the native one, or {@link #portable()} where that cannot be loaded
   */
  @SystemEffect("loads a native library of the machine")
  public static Lz4 fastest() {
    try {
      return new Lz4(LZ4Factory.nativeInstance());
    } catch (RuntimeException | LinkageError | AssertionError unloadable) {
      return portable();
    }
  }

  /**
   * Returns the one in Java, which gives the same bytes on every machine.
   *
   * @return a third as fast as the native one
   */
  public static Lz4 portable() {
    return new Lz4(LZ4Factory.safeInstance());
  }

  int maxCompressedBytes(int bytes) {
    return compressor.maxCompressedLength(bytes);
  }

  /** Compresses into an array that has room for the worst, and returns how many bytes it took. */
  int compress(byte[] source, int length, byte[] target) {
    return compressor.compress(source, 0, length, target, 0, target.length);
  }

  /** Decompresses to exactly a number of bytes. */
  void decompress(byte[] source, int from, int length, byte[] target, int at, int bytes)
      throws FormatException {
    try {
      int got = decompressor.decompress(source, from, length, target, at, bytes);
      FormatException.require(got == bytes, "decompresses to " + got + " bytes");
    } catch (LZ4Exception e) {
      throw new FormatException("does not decompress", e);
    }
  }
}
