package io.blocktier.blockstore.s3;

/** Who keeps the keys that objects are encrypted with. */
enum SseMode {
  /** Whatever the bucket does by default. */
  NONE,
  /** S3 itself. */
  S3,
  /** The key management service. */
  KMS
}
