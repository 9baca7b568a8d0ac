package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/** Starts multipart uploads, with one checksum over the whole object where the server has that. */
final class Uploads {

  private final SdkCalls sdk;
  private final Reads reads;
  private final Writes writes;
  private final CallFrame frame;
  private final StoringHeaders headers;
  private final Dialects dialects;
  private final ObjectNames names;

  Uploads(
      SdkCalls sdk,
      Reads reads,
      Writes writes,
      CallFrame frame,
      StoringHeaders headers,
      Dialects dialects,
      ObjectNames names) {
    this.sdk = sdk;
    this.reads = reads;
    this.writes = writes;
    this.frame = frame;
    this.headers = headers;
    this.dialects = dialects;
    this.names = names;
  }

  S3Upload start(BlockKey key, WriteOptions options) throws BlockStoreException {
    boolean checked = dialects.current().uploadChecksums();
    if (checked) {
      try {
        return start(key, options, true);
      } catch (InvalidRequestException | UnsupportedByStoreException refused) {
        S3Upload plain = startOr(key, options, refused);
        dialects.change(Dialect::withoutUploadChecksums);
        return plain;
      }
    }
    return start(key, options, false);
  }

  /** What a server refuses without checksums as well, it did not refuse for their sake. */
  private S3Upload startOr(BlockKey key, WriteOptions options, BlockStoreException refused)
      throws BlockStoreException {
    try {
      return start(key, options, false);
    } catch (BlockStoreException again) {
      again.addSuppressed(refused);
      throw again;
    }
  }

  private S3Upload start(BlockKey key, WriteOptions options, boolean checked)
      throws BlockStoreException {
    UserMetadata metadata = new UserMetadata(options.metadata(), options.putId(), Optional.empty());
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(names.bucket())
            .key(names.of(key))
            .metadata(metadata.entries(dialects.current()));
    SdkStoring.of(headers, options.storageClass()).addTo(request);
    if (checked) {
      request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C).checksumType(ChecksumType.FULL_OBJECT);
    }
    Call call = Call.changing(Operation.START_UPLOAD, key);
    String id = sdk.call(call, s3 -> s3.createMultipartUpload(request.build())).uploadId();
    UploadId upload = new UploadId(names, key, id, options.precondition(), checked);
    return new S3Upload(upload, sdk, reads, writes, frame, dialects);
  }
}
