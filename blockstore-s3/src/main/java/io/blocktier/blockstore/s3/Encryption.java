package io.blocktier.blockstore.s3;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** How the server encrypts what is stored. */
sealed interface Encryption {

  /** What the bucket does by default. */
  record BucketDefault() implements Encryption {
    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  /** SSE-S3: keys that S3 keeps. */
  record S3Managed() implements Encryption {
    @Override
    public Map<String, String> headers() {
      return Map.of(S3Headers.ENCRYPTION, ServerSideEncryption.AES256.toString());
    }
  }

  /**
   * SSE-KMS: keys of the key management service.
   *
   * @param keyId which key, or empty for the account's own one
   */
  record KmsManaged(Optional<String> keyId) implements Encryption {
    @Override
    public Map<String, String> headers() {
      String kms = ServerSideEncryption.AWS_KMS.toString();
      return keyId
          .map(id -> Map.of(S3Headers.ENCRYPTION, kms, S3Headers.ENCRYPTION_KEY, id))
          .orElse(Map.of(S3Headers.ENCRYPTION, kms));
    }
  }

  /**
   * Returns what a request that stores bytes carries.
   *
   * @return values by header name
   */
  Map<String, String> headers();
}
