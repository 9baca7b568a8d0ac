package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a manifest is kept, and its bounds. Immutable and thread-safe.
 *
 * @param prefix what the keys of its objects start with; ends with a slash
 * @param commitTimeout how long a commit, or a step of opening, goes on where the store fails
 * @param firstPause the pause before the first repetition; each further one doubles it. Half of a
 *     pause is random
 * @param maxPause the longest pause
 * @param retention how long a manifest is kept once it is not the newest any more
 * @param maxLinks how many commits are told from the last whole manifest on, at most; a manifest is
 *     opened by reading two objects, and by applying no more commits than these
 * @param pruneStep how many manifests go together, at least
 * @param maxDeletes how many objects one pass deletes at most
 */
public record ManifestOptions(
    KeyPrefix prefix,
    Duration commitTimeout,
    Duration firstPause,
    Duration maxPause,
    Duration retention,
    int maxLinks,
    int pruneStep,
    int maxDeletes) {

  private static final String WIDEST = "boundary/" + "0".repeat(20);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one contradicts another
   */
  public ManifestOptions {
    if (!prefix.value().endsWith("/")) {
      throw new IllegalArgumentException("a manifest needs a prefix that ends with a slash");
    }
    BlockKey.of(prefix.value() + WIDEST);
    boolean paced = firstPause.isPositive() && maxPause.compareTo(firstPause) >= 0;
    if (!paced || !commitTimeout.isPositive() || retention.isNegative()) {
      throw new IllegalArgumentException("the durations of a manifest contradict each other");
    }
    if (maxLinks < 1 || pruneStep < 1 || maxDeletes < 1) {
      throw new IllegalArgumentException("the bounds of a manifest are not positive");
    }
  }

  /**
   * Returns options with bounds for most: 30 seconds for a commit, pauses from 50 milliseconds to 2
   * seconds, an hour for old manifests, a whole manifest every 64 commits at least, 512 manifests
   * pruned together, and 1,000 deletions a pass.
   *
   * @param prefix where the manifest is kept, with a slash at the end
   * @return the options
   */
  public static ManifestOptions under(String prefix) {
    return new ManifestOptions(
        KeyPrefix.of(prefix),
        Duration.ofSeconds(30),
        Duration.ofMillis(50),
        Duration.ofSeconds(2),
        Duration.ofHours(1),
        64,
        512,
        1_000);
  }

  /**
   * Returns these options with another patience.
   *
   * @param timeout how long a commit, or a step of opening, goes on where the store fails
   * @return the changed options
   */
  ManifestOptions withCommitTimeout(Duration timeout) {
    return new ManifestOptions(
        prefix, timeout, firstPause, maxPause, retention, maxLinks, pruneStep, maxDeletes);
  }

  BlockKey manifest(long number) {
    return BlockKey.of(prefix.value() + digits(number));
  }

  BlockKey boundary(long index) {
    return BlockKey.of(prefix.value() + "boundary/" + digits(index));
  }

  BlockKey check(UniqueId id) {
    return BlockKey.of(prefix.value() + "check/" + id);
  }

  private static String digits(long number) {
    return String.format(Locale.ROOT, "%020d", number);
  }

  /** Returns the number of the manifest that a key names, or 0 if it names none. */
  long number(String key) {
    String name = key.substring(prefix.value().length());
    return name.matches("0[0-9]{19}") ? Long.parseLong(name) : 0;
  }
}
