package io.blocktier.gateway;

import java.time.Duration;

/**
 * The bounds of a gateway. Immutable and thread-safe.
 *
 * @param maxConnections how many connections there may be; beyond, none is accepted
 * @param maxHeaderBytes the largest head of a request
 * @param headTimeout how long a client may take for the head of a request, from its first byte on
 * @param idleTimeout how long a connection may be silent
 * @param slownessGrace how long a client may be slower than the least rate, altogether in one
 *     request
 * @param minBytesPerSecond the least rate
 * @param bodyMemoryBytes memory for bytes of requests on their way to the store
 * @param bodyWait how long a request waits for memory before it is told to slow down
 * @param wholeBodyBytes the largest body that is taken as a whole and given to the store by one
 *     write, which a cache acknowledges; no more of it is in memory than of a part
 * @param partBytes how much of a larger body is taken at a time
 * @param readBuffers how many answers with bytes of objects may be under way
 * @param readBufferBytes the buffer of each; beside each 16 of them is one that is four times as
 *     large, for long answers
 * @param bucketTrust how long a bucket that was found is there, and its default encryption what it
 *     was, without another look
 * @param maxBuckets how many buckets clients may create
 * @param uploadExpiry after which time an upload that nobody completed is dropped
 * @param sweepInterval the time between two looks for what nobody refers to
 */
public record GatewayLimits(
    int maxConnections,
    int maxHeaderBytes,
    Duration headTimeout,
    Duration idleTimeout,
    Duration slownessGrace,
    long minBytesPerSecond,
    long bodyMemoryBytes,
    Duration bodyWait,
    int wholeBodyBytes,
    int partBytes,
    int readBuffers,
    int readBufferBytes,
    Duration bucketTrust,
    int maxBuckets,
    Duration uploadExpiry,
    Duration sweepInterval) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one that has to be positive is not
   */
  public GatewayLimits {
    long least = Math.min(Math.min(maxConnections, maxHeaderBytes), minBytesPerSecond);
    least = Math.min(least, Math.min(bodyMemoryBytes, wholeBodyBytes));
    least = Math.min(least, Math.min(partBytes, Math.min(readBuffers, readBufferBytes)));
    if (least < 1) {
      throw new IllegalArgumentException("a bound of the gateway is " + least);
    }
  }

  /** What a gateway has where nothing else is asked for. */
  public static final GatewayLimits DEFAULT =
      new GatewayLimits(
          1024,
          32 << 10,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          1 << 10,
          256L << 20,
          Duration.ofSeconds(30),
          8 << 20,
          8 << 20,
          512,
          128 << 10,
          Duration.ofSeconds(2),
          1000,
          Duration.ofDays(7),
          Duration.ofHours(1));

  /**
   * Lowers the memory for bodies.
   *
   * @param mostBytes which it has at most, but for one part of a body, for which there is room
   *     always
   * @return the same bounds but for that
   */
  public GatewayLimits withBodyMemoryOf(long mostBytes) {
    return new GatewayLimits(
        maxConnections,
        maxHeaderBytes,
        headTimeout,
        idleTimeout,
        slownessGrace,
        minBytesPerSecond,
        Math.max(partBytes, Math.min(bodyMemoryBytes, mostBytes)),
        bodyWait,
        wholeBodyBytes,
        partBytes,
        readBuffers,
        readBufferBytes,
        bucketTrust,
        maxBuckets,
        uploadExpiry,
        sweepInterval);
  }
}
