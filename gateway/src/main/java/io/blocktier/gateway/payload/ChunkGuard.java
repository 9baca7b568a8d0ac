package io.blocktier.gateway.payload;

import io.blocktier.gateway.auth.ChunkChain;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;

/** Watches over chunks, in their order. Not thread-safe. */
sealed interface ChunkGuard {

  /** Takes bytes of the chunk. */
  void update(byte[] bytes, int offset, int length);

  /** Verifies the chunk whose bytes were taken. */
  void endChunk(String signature) throws S3Exception;

  /** Returns whether a signature follows the trailers. */
  boolean signsTrailers();

  /** Verifies the trailers. */
  void endTrailers(byte[] lines, String signature) throws S3Exception;

  /** Chunks without signatures. */
  record Unsigned() implements ChunkGuard {
    @Override
    public void update(byte[] bytes, int offset, int length) {}

    @Override
    public void endChunk(String signature) {}

    @Override
    public boolean signsTrailers() {
      return false;
    }

    @Override
    public void endTrailers(byte[] lines, String signature) {}
  }

  /**
   * Chunks with signatures.
   *
   * @param chain what the signatures have to be
   * @param signsTrailers whether trailers follow
   */
  record Signed(ChunkChain chain, RunningChecksum sha256, boolean signsTrailers)
      implements ChunkGuard {

    Signed(ChunkChain chain, boolean signsTrailers) {
      this(chain, ChecksumAlgorithm.SHA256.start(), signsTrailers);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      sha256.update(bytes, offset, length);
    }

    @Override
    public void endChunk(String signature) throws S3Exception {
      chain.verifyChunk(sha256.finish(), present(signature));
    }

    @Override
    public void endTrailers(byte[] lines, String signature) throws S3Exception {
      sha256.update(lines, 0, lines.length);
      chain.verifyTrailer(sha256.finish(), present(signature));
    }

    private static String present(String signature) throws S3Exception {
      if (signature.isEmpty()) {
        throw new S3Exception(
            S3ErrorCode.INCOMPLETE_BODY, "A chunk or trailer of the body has no signature");
      }
      return signature;
    }
  }
}
