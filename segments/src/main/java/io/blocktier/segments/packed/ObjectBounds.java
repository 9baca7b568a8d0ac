package io.blocktier.segments.packed;

/**
 * How much is known in memory of the objects of large blocks.
 *
 * @param mostRemembered how many replaced objects are remembered, and how many an opening deletes
 *     at most that were left behind; upkeep finds others by their notes
 * @param mostDoubted how many objects are held of which nobody knows whether they get to their
 *     block; where there are more, upkeep looks at no note any more
 */
record ObjectBounds(int mostRemembered, int mostDoubted) {

  static final ObjectBounds DEFAULT = new ObjectBounds(10_000, 100_000);
}
