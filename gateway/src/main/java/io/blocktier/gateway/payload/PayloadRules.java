package io.blocktier.gateway.payload;

import java.util.Optional;

/**
 * What an operation wants of its body.
 *
 * @param md5 whether the MD5 is wanted, which costs more than all the rest
 * @param checksumHeaders whether {@code x-amz-checksum-} headers speak of this body; where an
 *     upload is completed they speak of the object
 * @param fallback the checksum to compute if the client sends none
 * @param maxBytes the largest body
 */
public record PayloadRules(
    boolean md5, boolean checksumHeaders, Optional<ChecksumAlgorithm> fallback, long maxBytes) {

  /**
   * A body that becomes an object, or a part of one.
   *
   * @param maxBytes the largest
   * @return with an MD5, and with a CRC64NVME if the client sends no checksum
   */
  public static PayloadRules ofObject(long maxBytes) {
    return new PayloadRules(true, true, Optional.of(ChecksumAlgorithm.CRC64NVME), maxBytes);
  }

  /**
   * A body that becomes an object of a directory bucket, or a part of one.
   *
   * @param maxBytes the largest
   * @return with nothing but what the client wants checked
   */
  public static PayloadRules ofDirectoryObject(long maxBytes) {
    return new PayloadRules(false, true, Optional.empty(), maxBytes);
  }

  /**
   * A body that says what is to be done.
   *
   * @param maxBytes the largest
   * @return with nothing but what the client wants checked
   */
  public static PayloadRules ofDocument(long maxBytes) {
    return new PayloadRules(false, true, Optional.empty(), maxBytes);
  }

  /**
   * The same without an MD5.
   *
   * @return other rules
   */
  public PayloadRules withoutMd5() {
    return new PayloadRules(false, checksumHeaders, fallback, maxBytes);
  }

  /**
   * The same for a request whose checksum headers speak of something else.
   *
   * @return other rules
   */
  public PayloadRules withoutChecksumHeaders() {
    return new PayloadRules(md5, false, fallback, maxBytes);
  }

  /**
   * The same with another checksum if the client sends none.
   *
   * @param algorithm what to compute
   * @return other rules
   */
  public PayloadRules withFallback(ChecksumAlgorithm algorithm) {
    return new PayloadRules(md5, checksumHeaders, Optional.of(algorithm), maxBytes);
  }
}
