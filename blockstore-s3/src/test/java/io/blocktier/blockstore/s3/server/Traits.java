package io.blocktier.blockstore.s3.server;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the server does otherwise than Amazon's.
 *
 * @param flaws the differences
 * @param minPartBytes the smallest part before the last
 */
public record Traits(Set<Flaw> flaws, long minPartBytes) {

  /** What Amazon does. */
  public static final Traits AMAZON = new Traits(EnumSet.noneOf(Flaw.class), 5 << 20);

  /** A difference. */
  public enum Flaw {
    /** Conditions hold for an etag without quotes only. */
    BARE_ETAGS,
    /** Conditions are checked first and the write is done later. */
    RACY_CONDITIONS,
    /** Conditions are judged by the head of a request, and not again when its bytes are there. */
    HASTY_CONDITIONS,
    /**
     * A condition that does not hold is refused before the bytes come, and the connection closed.
     */
    EARLY_REFUSALS,
    /** Conditions are accepted and not looked at. */
    IGNORED_CONDITIONS,
    /** Conditions are refused. */
    NO_CONDITIONS,
    /** Underscores in names of metadata become dashes. */
    DASHED_METADATA,
    /** User metadata is dropped. */
    LOST_METADATA,
    /** Checksums are neither checked nor kept. */
    NO_CHECKSUMS,
    /** Uploads with one checksum over the whole object are refused. */
    NO_UPLOAD_CHECKSUMS,
    /** Many keys are not deleted by one request. */
    NO_BATCH_DELETES,
    /** The answer to a batch of deletes names no key. */
    UNSAID_DELETES,
    /** The answer to a completed upload has an empty etag. */
    UNNAMED_UPLOADS,
    /** Listings come without etags. */
    UNNAMED_LISTINGS,
    /** A page names its blocks twice, out of order. */
    REPEATED_NAMES,
    /** Listings descend. */
    REVERSED_LISTINGS,
    /** A page that ends with a folder is followed by itself. */
    STUCK_FOLDERS,
    /** Half of the pages of a listing hold nothing. */
    EMPTY_PAGES
  }

  public static Traits of(Flaw first, Flaw... rest) {
    return new Traits(EnumSet.of(first, rest), AMAZON.minPartBytes());
  }

  boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }
}
