package io.blocktier.gateway.bucket;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.regex.Pattern;

/** The rules for names of general-purpose buckets. */
public final class BucketNames {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private BucketNames() {}

  /** Returns whether a bucket may have a name. */
  public static boolean isLegal(String name) {
    return NAME.matcher(name).matches()
        && !ADDRESS.matcher(name).matches()
        && !name.contains("..")
        && !name.startsWith("xn--");
  }

  static void require(String name) throws S3Exception {
    if (!isLegal(name)) {
      throw new S3Exception(S3ErrorCode.INVALID_BUCKET_NAME);
    }
  }
}
