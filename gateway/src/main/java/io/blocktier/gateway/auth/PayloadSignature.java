package io.blocktier.gateway.auth;

/** What a signature says about the body, and with it how the body is framed. */
public sealed interface PayloadSignature {

  /** Nothing: the body comes as it is. */
  record Unsigned() implements PayloadSignature {}

  /** Nothing; the body comes in chunks ({@code aws-chunked}), with trailers behind them. */
  record UnsignedChunks() implements PayloadSignature {}

  /**
   * The digest of the body, which comes as it is.
   *
   * @param sha256 in lower-case hexadecimal
   */
  record Digest(String sha256) implements PayloadSignature {}

  /**
   * Each chunk is signed ({@code aws-chunked}).
   *
   * @param signing what the signatures are made of
   * @param trailer whether signed trailers follow the chunks
   */
  record SignedChunks(ChunkSigning signing, boolean trailer) implements PayloadSignature {}
}
