package io.blocktier.gateway;

import io.blocktier.gateway.fault.FaultPlan;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a gateway is set up. Immutable and thread-safe.
 *
 * @param listen where it serves S3; port 0 for any
 * @param health where it tells machines how it is; empty for nowhere
 * @param region where its buckets are said to be
 * @param baseDomain behind which bucket names may stand in host names; empty for path style only
 * @param tls its certificate; empty to serve without encryption
 * @param keys whose requests are served
 * @param anonymous what requests without a key may do with all buckets; empty for nothing
 * @param accessLists whether lists of rights (ACLs) of buckets and objects give rights to other
 *     accounts and to requests without a key; elsewhere clients cannot set them
 * @param buckets those that are there from the beginning
 * @param directories how it serves directory buckets
 * @param faults what it does wrong, on purpose
 * @param limits its bounds
 */
public record GatewayOptions(
    InetSocketAddress listen,
    Optional<InetSocketAddress> health,
    String region,
    Optional<String> baseDomain,
    Optional<Tls> tls,
    List<AccessKey> keys,
    Optional<Right> anonymous,
    boolean accessLists,
    List<FixedBucket> buckets,
    DirectoryOptions directories,
    FaultPlan faults,
    GatewayLimits limits) {

  /** Copies the lists. */
  public GatewayOptions {
    keys = List.copyOf(keys);
    buckets = List.copyOf(buckets);
  }

  /**
   * Returns options for an address, path style, without encryption, and nobody has a right.
   *
   * @param listen where; port 0 for any
   * @return the options
   */
  public static GatewayOptions at(InetSocketAddress listen) {
    return new GatewayOptions(
        listen,
        Optional.empty(),
        "us-east-1",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        List.of(),
        DirectoryOptions.DEFAULT,
        FaultPlan.NONE,
        GatewayLimits.DEFAULT);
  }

  /**
   * Returns these options for one more key.
   *
   * @param key whose requests are served, too
   * @return the changed options
   */
  public GatewayOptions with(AccessKey key) {
    List<AccessKey> all = Stream.concat(keys.stream(), Stream.of(key)).toList();
    return new GatewayOptions(
        listen,
        health,
        region,
        baseDomain,
        tls,
        all,
        anonymous,
        accessLists,
        buckets,
        directories,
        faults,
        limits);
  }

  /**
   * Returns these options with a right for requests without a key.
   *
   * @param right what such requests may do
   * @return the changed options
   */
  public GatewayOptions withAnonymous(Right right) {
    return new GatewayOptions(
        listen,
        health,
        region,
        baseDomain,
        tls,
        keys,
        Optional.of(right),
        accessLists,
        buckets,
        directories,
        faults,
        limits);
  }

  /**
   * Returns these options with lists of rights that give rights.
   *
   * @return the changed options
   */
  public GatewayOptions withAccessLists() {
    return new GatewayOptions(
        listen,
        health,
        region,
        baseDomain,
        tls,
        keys,
        anonymous,
        true,
        buckets,
        directories,
        faults,
        limits);
  }

  /**
   * Returns these options with one more bucket.
   *
   * @param bucket what is there from the beginning
   * @return the changed options
   */
  public GatewayOptions with(FixedBucket bucket) {
    List<FixedBucket> all = Stream.concat(buckets.stream(), Stream.of(bucket)).toList();
    return new GatewayOptions(
        listen,
        health,
        region,
        baseDomain,
        tls,
        keys,
        anonymous,
        accessLists,
        all,
        directories,
        faults,
        limits);
  }

  /**
   * Returns these options with bucket names in host names.
   *
   * @param domain what follows a bucket and a dot
   * @return the changed options
   */
  public GatewayOptions withBaseDomain(String domain) {
    return new GatewayOptions(
        listen,
        health,
        region,
        Optional.of(domain),
        tls,
        keys,
        anonymous,
        accessLists,
        buckets,
        directories,
        faults,
        limits);
  }

  /**
   * Returns these options with an address for machines that look after the gateway.
   *
   * @param address where; port 0 for any
   * @return the changed options
   */
  public GatewayOptions withHealth(InetSocketAddress address) {
    return new GatewayOptions(
        listen,
        Optional.of(address),
        region,
        baseDomain,
        tls,
        keys,
        anonymous,
        accessLists,
        buckets,
        directories,
        faults,
        limits);
  }

  /**
   * Returns these options with a certificate.
   *
   * @param certificate where it is
   * @return the changed options
   */
  public GatewayOptions with(Tls certificate) {
    return new GatewayOptions(
        listen,
        health,
        region,
        baseDomain,
        Optional.of(certificate),
        keys,
        anonymous,
        accessLists,
        buckets,
        directories,
        faults,
        limits);
  }

  /**
   * Returns these options with other bounds.
   *
   * @param bounds instead of these
   * @return the changed options
   */
  public GatewayOptions with(GatewayLimits bounds) {
    return new GatewayOptions(
        listen,
        health,
        region,
        baseDomain,
        tls,
        keys,
        anonymous,
        accessLists,
        buckets,
        directories,
        faults,
        bounds);
  }

  /**
   * Returns these options with other directory buckets.
   *
   * @param options how they are served
   * @return the changed options
   */
  public GatewayOptions with(DirectoryOptions options) {
    return new GatewayOptions(
        listen,
        health,
        region,
        baseDomain,
        tls,
        keys,
        anonymous,
        accessLists,
        buckets,
        options,
        faults,
        limits);
  }

  /**
   * Returns these options with faults.
   *
   * @param plan what goes wrong
   * @return the changed options
   */
  public GatewayOptions with(FaultPlan plan) {
    return new GatewayOptions(
        listen,
        health,
        region,
        baseDomain,
        tls,
        keys,
        anonymous,
        accessLists,
        buckets,
        directories,
        plan,
        limits);
  }
}
