package io.blocktier.gateway.bucket;

import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;

/** The rules for names of buckets. */
final class BucketNames {

  private BucketNames() {}

  static boolean isLegal(String name) {
    return FixedBucket.isLegalName(name)
        && (!DirectoryNames.isDirectory(name) || DirectoryNames.zone(name).isPresent());
  }

  static void require(String name) throws S3Exception {
    if (!isLegal(name)) {
      throw new S3Exception(S3ErrorCode.INVALID_BUCKET_NAME);
    }
  }
}
