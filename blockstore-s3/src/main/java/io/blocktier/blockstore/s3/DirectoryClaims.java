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
  static Capabilities documented(ObjectNames names, boolean appends) {
    Limits limits = S3Claims.limits(names).withMaxAppends(appends ? Integer.MAX_VALUE : 0);
    Set<Capability> absent = EnumSet.of(Capability.ORDERED_LISTING, Capability.STORAGE_CLASS);
    if (!appends) {
      absent.add(Capability.APPEND);
    }
    Set<Capability> features = EnumSet.complementOf(EnumSet.copyOf(absent));
    return new Capabilities(features, limits, Durability.REMOTE);
  }
}
