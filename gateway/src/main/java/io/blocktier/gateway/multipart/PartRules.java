package io.blocktier.gateway.multipart;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the parts of an object have to be. */
final class PartRules {

  /** The smallest part but the last. */
  private static final long MIN_PART_BYTES = 5L << 20;

  /** The largest object: 10,000 parts of the largest size. */
  private static final long MAX_OBJECT_BYTES = 10_000L * (5L << 30);

  private PartRules() {}

  static void check(List<Part> parts, Optional<String> claimedSize) throws S3Exception {
    long size = 0;
    for (Part part : parts) {
      boolean last = part.number() == parts.getLast().number();
      if (!last && part.size() < MIN_PART_BYTES) {
        throw tooSmall(part);
      }
      size += part.size();
    }
    if (size > MAX_OBJECT_BYTES) {
      throw new S3Exception(S3ErrorCode.ENTITY_TOO_LARGE);
    }
    if (claimedSize.isPresent() && !claimedSize.get().equals(Long.toString(size))) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "The provided 'x-amz-mp-object-size' header does not match what was computed");
    }
  }

  /** In directory buckets parts are numbered from 1 without a gap. */
  static void checkNumbers(List<Part> parts, boolean directory) throws S3Exception {
    if (directory && parts.getLast().number() != parts.size()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_PART_ORDER, "Part numbers must be consecutive and start at 1");
    }
  }

  private static S3Exception tooSmall(Part part) {
    return new S3Exception(
        S3ErrorCode.ENTITY_TOO_SMALL,
        S3ErrorCode.ENTITY_TOO_SMALL.text(),
        Map.of(
            "PartNumber", Integer.toString(part.number()),
            "ProposedSize", Long.toString(part.size()),
            "MinSizeAllowed", Long.toString(MIN_PART_BYTES),
            "ETag", part.etag()));
  }
}
