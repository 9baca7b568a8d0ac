package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import java.util.List;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/** Writes the requests of a multipart upload. */
final class UploadRequests {

  private UploadRequests() {}

  static UploadPartCopyRequest copy(UploadId upload, int number, BlockKey source, ByteRange range) {
    long last = range.offset() + range.length() - 1;
    return UploadPartCopyRequest.builder()
        .sourceBucket(upload.names().bucket())
        .sourceKey(upload.names().of(source))
        .copySourceRange("bytes=" + range.offset() + "-" + last)
        .destinationBucket(upload.names().bucket())
        .destinationKey(upload.names().of(upload.key()))
        .uploadId(upload.id())
        .partNumber(number)
        .build();
  }

  /**
   * Completes an upload. The parts' own checksums are left out: with them S3 insists on numbers
   * without gaps, and the one over the whole says as much.
   */
  static CompleteMultipartUploadRequest complete(
      UploadId upload, List<PartReceipt> parts, Assembly whole, Dialect dialect) {
    List<CompletedPart> completed = parts.stream().map(UploadRequests::part).toList();
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(upload.names().bucket())
            .key(upload.names().of(upload.key()))
            .uploadId(upload.id())
            .multipartUpload(m -> m.parts(completed));
    if (upload.checked()) {
      request
          .checksumType(ChecksumType.FULL_OBJECT)
          .mpuObjectSize(whole.size())
          .checksumCRC32C(whole.checksum().map(Crc32c::base64).orElse(null));
    }
    addCondition(request, upload.precondition(), dialect);
    return request.build();
  }

  static AbortMultipartUploadRequest abort(UploadId upload) {
    return AbortMultipartUploadRequest.builder()
        .bucket(upload.names().bucket())
        .key(upload.names().of(upload.key()))
        .uploadId(upload.id())
        .build();
  }

  static boolean names(UploadId upload) {
    return upload.precondition() instanceof Precondition.IfMatch;
  }

  private static void addCondition(
      CompleteMultipartUploadRequest.Builder request, Precondition precondition, Dialect dialect) {
    switch (precondition) {
      case Precondition.None _ -> {}
      case Precondition.IfAbsent _ -> request.ifNoneMatch(StoringHeaders.ANY);
      case Precondition.IfMatch(var etag) -> request.ifMatch(dialect.condition(etag));
    }
  }

  private static CompletedPart part(PartReceipt part) {
    return CompletedPart.builder()
        .partNumber(part.number())
        .eTag('"' + part.etag().value() + '"')
        .build();
  }
}
