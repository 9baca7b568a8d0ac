package io.blocktier.segments.index;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which segments have all of their records in the table, and by which ordinals. Immutable.
 *
 * @param removals how often segments went; a search that sees another number behind it than before
 *     is made again, as places may have gone meanwhile
 * @param ordinals by the numbers of segments
 * @param segments their numbers by ordinal
 */
public record Coverage(long removals, Map<Long, Integer> ordinals, Map<Integer, Long> segments) {

  static final Coverage NOTHING = new Coverage(0, Map.of(), Map.of());

  /**
   * Tells whether the table has all records of a segment.
   *
   * @param segment its number
   * @return whether it does
   */
  public boolean covers(long segment) {
    return ordinals.containsKey(segment);
  }

  Coverage with(long segment, int ordinal) {
    Map<Long, Integer> more = new HashMap<>(ordinals);
    Map<Integer, Long> owners = new HashMap<>(segments);
    more.put(segment, ordinal);
    owners.put(ordinal, segment);
    return new Coverage(removals, more, owners);
  }

  Coverage without(Set<Long> gone) {
    Map<Long, Integer> less = new HashMap<>(ordinals);
    Map<Integer, Long> owners = new HashMap<>(segments);
    for (long segment : gone) {
      Integer ordinal = less.remove(segment);
      owners.remove(ordinal);
    }
    return new Coverage(removals + 1, less, owners);
  }
}
