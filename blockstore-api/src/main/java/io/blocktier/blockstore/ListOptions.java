package io.blocktier.blockstore;

/**
 * What a listing yields. Immutable and thread-safe.
 *
 * @param prefix what the keys have to start with
 * @param startAfter the listing begins behind this string in key order; empty for the beginning.
 *     Needs {@link Capability#ORDERED_LISTING} where it is not empty
 * @param recursive whether to descend: without, keys with a slash behind the prefix are folded into
 *     one {@link ListEntry.Folder} up to and including that slash
 * @param pageSize the most entries of a page, 1 to {@value #MAX_PAGE_SIZE}
 */
public record ListOptions(KeyPrefix prefix, String startAfter, boolean recursive, int pageSize) {

  /** The largest page, the limit of S3. */
  public static final int MAX_PAGE_SIZE = 1000;

  /**
   * Checks the page size.
   *
   * @throws IllegalArgumentException if it is out of bounds
   */
  public ListOptions {
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException("a listing has pages of " + pageSize + " entries");
    }
  }

  /**
   * Returns options for every block under a prefix.
   *
   * @param prefix what the keys have to start with
   * @return recursive options from the beginning with pages of {@value #MAX_PAGE_SIZE}
   */
  public static ListOptions under(KeyPrefix prefix) {
    return new ListOptions(prefix, "", true, MAX_PAGE_SIZE);
  }

  /**
   * Returns these options without descent.
   *
   * @return the changed options
   */
  public ListOptions folded() {
    return new ListOptions(prefix, startAfter, false, pageSize);
  }

  /**
   * Returns these options from another beginning.
   *
   * @param position the listing begins behind this string
   * @return the changed options
   */
  public ListOptions startingAfter(String position) {
    return new ListOptions(prefix, position, recursive, pageSize);
  }

  /**
   * Returns these options with another page size.
   *
   * @param entries the most entries of a page
   * @return the changed options
   * @throws IllegalArgumentException if the number is out of bounds
   */
  public ListOptions withPageSize(int entries) {
    return new ListOptions(prefix, startAfter, recursive, entries);
  }
}
