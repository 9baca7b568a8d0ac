package io.blocktier.gateway.object;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.PercentCoding;
import io.blocktier.gateway.request.S3Request;
import java.util.Optional;

/**
 * Where a copy comes from.
 *
 * @param bucket the bucket's name
 * @param key the object's key
 */
public record CopySource(String bucket, String key) {

  private static final String VERSION = "?versionId=";

  /** Tells whether a request is a copy. */
  public static boolean isIn(S3Request request) {
    return request.header("x-amz-copy-source").isPresent();
  }

  /** Reads the source of a request. */
  public static CopySource of(S3Request request) throws S3Exception {
    String text = request.header("x-amz-copy-source").orElse("");
    int version = text.indexOf(VERSION);
    if (version >= 0) {
      ObjectWrites.refuseVersion(Optional.of(text.substring(version + VERSION.length())));
    }
    String path = PercentCoding.decodePath(version < 0 ? text : text.substring(0, version));
    String named = path.startsWith("/") ? path.substring(1) : path;
    int slash = named.indexOf('/');
    if (slash <= 0 || slash == named.length() - 1) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    return new CopySource(named.substring(0, slash), named.substring(slash + 1));
  }
}
