package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.StorageClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/**
 * What the SDK's requests that store an object carry by the store's own settings.
 *
 * @param storageClass the class, or null for the bucket's own
 * @param encryption the kind of encryption, or null for the bucket's own
 * @param kmsKeyId the key for it, or null
 */
record SdkStoring(
    @Nullable String storageClass, @Nullable String encryption, @Nullable String kmsKeyId) {

  static SdkStoring of(StoringHeaders headers, Optional<StorageClass> asked) {
    return new SdkStoring(
        headers.storageClass(asked).map(StorageClass::name).orElse(null),
        headers.encryption().headers().get(S3Headers.ENCRYPTION),
        headers.encryption().headers().get(S3Headers.ENCRYPTION_KEY));
  }

  void addTo(CopyObjectRequest.Builder request) {
    request.storageClass(storageClass).serverSideEncryption(encryption).ssekmsKeyId(kmsKeyId);
  }

  void addTo(CreateMultipartUploadRequest.Builder request) {
    request.storageClass(storageClass).serverSideEncryption(encryption).ssekmsKeyId(kmsKeyId);
  }
}
