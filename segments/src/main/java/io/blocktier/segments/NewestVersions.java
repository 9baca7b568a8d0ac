package io.blocktier.segments;

import io.blocktier.segments.format.KeyRange;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through versions in their order, and leaves out those that are replaced or too new. */
final class NewestVersions implements Iterator<Version> {

  private final Iterator<Version> versions;
  private final KeyRange range;
  private final long bound;
  private @Nullable Version last;
  private @Nullable Version next;

  /**
   * Begins.
   *
   * @param versions from the first key of the range on
   * @param range which keys
   * @param bound the greatest sequence number
   */
  NewestVersions(Iterator<Version> versions, KeyRange range, long bound) {
    this.versions = versions;
    this.range = range;
    this.bound = bound;
  }

  @Override
  public boolean hasNext() {
    while (next == null && versions.hasNext()) {
      Version version = versions.next();
      if (range.endsBefore(version.key())) {
        return false;
      }
      if (version.sequence() <= bound && !isReplaced(version)) {
        next = version;
      }
    }
    return next != null;
  }

  private boolean isReplaced(Version version) {
    return last != null && last.key().equals(version.key());
  }

  @Override
  public Version next() {
    Version version = hasNext() ? next : null;
    if (version == null) {
      throw new NoSuchElementException("behind the last version");
    }
    last = version;
    next = null;
    return version;
  }
}
