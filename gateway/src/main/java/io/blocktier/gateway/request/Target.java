package io.blocktier.gateway.request;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3Exception;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request is about: the service, a bucket or an object. Immutable and thread-safe.
 *
 * @param bucket the bucket's name as it was sent; empty for the service
 * @param key the object's key, decoded; empty for the bucket
 */
public record Target(String bucket, String key) {

  /** Tells whether the request is about no bucket. */
  public boolean isService() {
    return bucket.isEmpty();
  }

  /** Tells whether the request is about an object. */
  public boolean isObject() {
    return !key.isEmpty();
  }

  /**
   * Reads the target of a request.
   *
   * @param head the request
   * @param baseDomain behind which name of a host a bucket's name may stand; empty for path style
   *     only
   */
  public static Target of(RequestHead head, Optional<String> baseDomain) throws S3Exception {
    String path = head.rawPath();
    String rest = path.startsWith("/") ? path.substring(1) : path;
    Optional<String> hosted = baseDomain.flatMap(domain -> bucketOfHost(head, domain));
    if (hosted.isPresent()) {
      return new Target(hosted.get(), PercentCoding.decodePath(rest));
    }
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String key = slash < 0 ? "" : rest.substring(slash + 1);
    return new Target(PercentCoding.decodePath(bucket), PercentCoding.decodePath(key));
  }

  private static Optional<String> bucketOfHost(RequestHead head, String domain) {
    String host = head.header("host").orElse("").toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    String suffix = "." + domain;
    return name.endsWith(suffix)
        ? Optional.of(name.substring(0, name.length() - suffix.length()))
        : Optional.empty();
  }
}
