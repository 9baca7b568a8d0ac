package io.blocktier.gateway.express;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Query;
import java.util.Set;

/** What a listing of a directory bucket may ask for. */
final class ListingRules {

  private static final Set<String> LISTINGS = Set.of("ListObjectsV2", "ListMultipartUploads");
  private static final Set<String> ABSENT = Set.of("start-after", "upload-id-marker");

  private ListingRules() {}

  static void check(String operation, Query query) throws S3Exception {
    if (!LISTINGS.contains(operation)) {
      return;
    }
    for (String name : ABSENT) {
      if (query.has(name)) {
        throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED, "Directory buckets do not have " + name);
      }
    }
    if (query.get("delimiter").filter(text -> !text.isEmpty() && !text.equals("/")).isPresent()) {
      throw refused("The only delimiter of a directory bucket is a slash");
    }
    if (query.get("prefix").filter(text -> !text.isEmpty() && !text.endsWith("/")).isPresent()) {
      throw refused("A prefix in a directory bucket has to end with its delimiter, a slash");
    }
  }

  private static S3Exception refused(String why) {
    return new S3Exception(S3ErrorCode.INVALID_REQUEST, why);
  }
}
