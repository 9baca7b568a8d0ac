package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Limits;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What S3 can do by Amazon's documentation, and what of it is believed of another server. */
final class S3Claims {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final int MOST_PARTS = 10_000;

  private static final Limits LIMITS =
      new Limits(
          MOST_PARTS * 5 * GIB, 5 * GIB, 5 * MIB, 5 * GIB, MOST_PARTS, 0, ObjectNames.MOST_BYTES);

  /** Everything that S3 documents. */
  static final Set<Capability> FEATURES =
      Collections.unmodifiableSet(
          EnumSet.complementOf(EnumSet.of(Capability.APPEND, Capability.RENAME)));

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

  /** Returns what S3 documents of blocks that are called so. */
  static Capabilities documented(ObjectNames names) {
    return new Capabilities(FEATURES, limits(names), Durability.REMOTE);
  }

  static Limits limits(ObjectNames names) {
    return LIMITS.withMaxKeyBytes(names.maxKeyBytes());
  }

  /** Returns what is believed of a server before it was asked. */
  static Capabilities before(ProbeMode probe, boolean customEndpoint, Capabilities documented) {
    return probe.trusts(customEndpoint) ? documented : documented.without(DOUBTFUL);
  }
}
