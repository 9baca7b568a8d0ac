package io.blocktier.gateway.bucket;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.S3Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The buckets that one answer lists.
 *
 * @param buckets by name
 * @param next where the next page goes on; empty if there is none
 */
record BucketPage(List<Bucket> buckets, Optional<String> next) {

  private static final int MOST = 10_000;

  /**
   * Picks the buckets of a request's sender.
   *
   * @param region where all of them are
   * @param all by name
   */
  static BucketPage of(S3Request request, String region, List<Bucket> all) throws S3Exception {
    int most = request.query().number("max-buckets", MOST, 1, MOST);
    String prefix = request.query().get("prefix").orElse("");
    String after = after(request);
    boolean here =
        request.query().get("bucket-region").filter(asked -> !asked.equals(region)).isEmpty();
    List<Bucket> left =
        all.stream()
            .filter(bucket -> here && isShown(request, bucket))
            .filter(bucket -> bucket.name().startsWith(prefix))
            .filter(bucket -> bucket.name().compareTo(after) > 0)
            .toList();
    if (left.size() <= most) {
      return new BucketPage(left, Optional.empty());
    }
    List<Bucket> page = left.subList(0, most);
    byte[] last = page.getLast().name().getBytes(StandardCharsets.UTF_8);
    return new BucketPage(page, Optional.of(Base64.getUrlEncoder().encodeToString(last)));
  }

  private static boolean isShown(S3Request request, Bucket bucket) {
    return !bucket.isDirectory()
        && request.account().filter(id -> !id.equals(bucket.owner())).isEmpty()
        && request.rights().allow(Right.READ_ONLY, bucket.name());
  }

  private static String after(S3Request request) throws S3Exception {
    String token = request.query().get("continuation-token").orElse("");
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "The continuation token provided is incorrect");
    }
  }
}
