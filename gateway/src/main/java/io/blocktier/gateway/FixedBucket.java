package io.blocktier.gateway;

import io.blocktier.blockstore.KeyPrefix;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A bucket that is there from the beginning, and that no client deletes: a name for blocks that
 * others write, too.
 *
 * @param name what clients call it
 * @param root what its block keys start with: empty, or ends with a slash
 */
public record FixedBucket(String name, KeyPrefix root) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern OPEN_LABEL = Pattern.compile("\\.[.-]|-\\.");
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  /** What S3 gives to names of another kind. */
  private static final List<String> RESERVED_STARTS = List.of("sthree-");

  private static final List<String> RESERVED_ENDS =
      List.of("-s3alias", "--ol-s3", ".mrap", "--table-s3");

  /**
   * Checks name and root.
   *
   * @throws IllegalArgumentException if no bucket may have the name, or the root neither is empty
   *     nor ends with a slash
   */
  public FixedBucket {
    if (!isLegalName(name)) {
      throw new IllegalArgumentException("no bucket of S3 may be called " + name);
    }
    if (!root.value().isEmpty() && !root.value().endsWith("/")) {
      throw new IllegalArgumentException("the root of a bucket ends with a slash: " + root);
    }
  }

  /**
   * Returns whether a bucket may have a name.
   *
   * @param name what clients would call it
   * @return true by the rules for general-purpose buckets
   */
  public static boolean isLegalName(String name) {
    return NAME.matcher(name).matches()
        && !ADDRESS.matcher(name).matches()
        && !OPEN_LABEL.matcher(name).find()
        && !name.startsWith("xn--");
  }

  /**
   * Returns whether S3 gives a name to what is no bucket. No new bucket may have it; one that was
   * created when names were not held to this keeps it.
   *
   * @param name what clients would call a new bucket
   * @return true by the rules for general-purpose buckets
   */
  public static boolean isReserved(String name) {
    return RESERVED_STARTS.stream().anyMatch(name::startsWith)
        || RESERVED_ENDS.stream().anyMatch(name::endsWith);
  }
}
