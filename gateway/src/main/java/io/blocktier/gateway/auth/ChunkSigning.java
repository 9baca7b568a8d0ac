package io.blocktier.gateway.auth;

import javax.crypto.SecretKey;

/**
 * What the signatures of chunks are made of, beside the chunks.
 *
 * @param key the signing key of the day
 * @param timestamp the time of the request, as it was sent
 * @param scope day, region, service and terminator
 * @param seed the signature of the request, with which the chain begins
 */
public record ChunkSigning(SecretKey key, String timestamp, String scope, String seed) {

  /**
   * Begins to verify chunks.
   *
   * @return a chain before its first chunk
   */
  public ChunkChain chain() {
    return new ChunkChain(this);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "ChunkSigning[timestamp=" + timestamp + ", scope=" + scope + "]";
  }
}
