package io.blocktier.segments.audit;

import java.util.List;

/**
 * What an independent look at stores and manifest found, to the object.
 *
 * @param live objects that segments have
 * @param pending objects that are garbage, and not condemned
 * @param dying condemned objects that are still listed
 * @param inFlight objects of this epoch that no manifest knows: uploads under way, or given up
 * @param orphans objects of earlier epochs that no manifest knows
 * @param listed all objects
 * @param wrong what must never be, in words
 */
public record Audit(
    long live,
    long pending,
    long dying,
    long inFlight,
    long orphans,
    long listed,
    List<String> wrong) {

  /** Copies the list. */
  public Audit {
    wrong = List.copyOf(wrong);
  }

  /** Whether every listed object is accounted for. */
  public boolean addsUp() {
    return live + pending + dying + inFlight + orphans == listed;
  }
}
