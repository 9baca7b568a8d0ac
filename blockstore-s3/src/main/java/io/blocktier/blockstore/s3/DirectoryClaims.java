package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Limits;
import java.util.EnumSet;
import java.util.Set;

/** What directory buckets can do by Amazon's documentation. */
final class DirectoryClaims {

  private DirectoryClaims() {}

  /** Appends have no bound of their own here: a block with all its parts is copied onto itself. */
  static Capabilities documented(boolean appends) {
    Limits s3 = S3Claims.DOCUMENTED.limits();
    Limits limits =
        new Limits(
            s3.maxBlockBytes(),
            s3.maxWriteBytes(),
            s3.minPartBytes(),
            s3.maxPartBytes(),
            s3.maxParts(),
            appends ? Integer.MAX_VALUE : 0);
    Set<Capability> absent = EnumSet.of(Capability.ORDERED_LISTING, Capability.STORAGE_CLASS);
    if (!appends) {
      absent.add(Capability.APPEND);
    }
    Set<Capability> features = EnumSet.complementOf(EnumSet.copyOf(absent));
    return new Capabilities(features, limits, Durability.REMOTE);
  }

  static Capabilities before(ProbeMode probe, boolean customEndpoint, boolean appends) {
    Capabilities documented = documented(appends);
    return probe.trusts(customEndpoint) ? documented : documented.without(S3Claims.DOUBTFUL);
  }
}
