package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Limits;
import java.util.EnumSet;
import java.util.Set;

/** What S3 can do by Amazon's documentation, and what of it is believed of another server. */
final class S3Claims {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final int MOST_PARTS = 10_000;

  private static final Limits LIMITS =
      new Limits(MOST_PARTS * 5 * GIB, 5 * GIB, 5 * MIB, 5 * GIB, MOST_PARTS, 0);

  /** Everything that S3 documents. */
  static final Capabilities DOCUMENTED =
      new Capabilities(
          EnumSet.complementOf(EnumSet.of(Capability.APPEND, Capability.RENAME)),
          LIMITS,
          Durability.REMOTE);

  /** What servers accept and then ignore, or keep without atomicity. */
  static final Set<Capability> DOUBTFUL =
      EnumSet.of(
          Capability.CONDITIONAL_CREATE,
          Capability.CONDITIONAL_REPLACE,
          Capability.CONDITIONAL_DELETE,
          Capability.CONDITIONAL_COPY,
          Capability.METADATA,
          Capability.CHECKSUM);

  private S3Claims() {}

  static Capabilities before(ProbeMode probe, boolean customEndpoint) {
    return probe.trusts(customEndpoint) ? DOCUMENTED : DOCUMENTED.without(DOUBTFUL);
  }
}
