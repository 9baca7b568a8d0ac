package io.blocktier.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * How a gateway is set up. Immutable and thread-safe.
 *
 * @param listen where it serves S3; port 0 for any
 * @param region where its buckets are said to be
 * @param baseDomain behind which bucket names may stand in host names; empty for path style only
 * @param tls its certificate; empty to serve without encryption
 * @param buckets those that are there from the beginning
 * @param limits its bounds
 */
public record GatewayOptions(
    InetSocketAddress listen,
    String region,
    Optional<String> baseDomain,
    Optional<Tls> tls,
    List<FixedBucket> buckets,
    GatewayLimits limits) {

  /** Copies the buckets. */
  public GatewayOptions {
    buckets = List.copyOf(buckets);
  }

  /** Returns options for an address, path style, without encryption. */
  public static GatewayOptions at(InetSocketAddress listen) {
    return new GatewayOptions(
        listen, "us-east-1", Optional.empty(), Optional.empty(), List.of(), GatewayLimits.DEFAULT);
  }
}
