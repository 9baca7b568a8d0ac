package io.blocktier.torture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what a lane does, and keeps what it finds. Thread-safe. */
final class Tally {

  /** More findings say no more. */
  static final int MAX_FINDINGS = 20;

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<String> findings = new ArrayList<>();
  private long found;

  synchronized void add(String name, long number) {
    counts.merge(name, number, Long::sum);
  }

  void add(String name) {
    add(name, 1);
  }

  synchronized long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  synchronized Map<String, Long> counts() {
    return new LinkedHashMap<>(counts);
  }

  /** Keeps something that must not be. */
  synchronized void found(String finding) {
    found++;
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    }
  }

  /** Tells whether nothing was found that must not be. */
  synchronized boolean isClean() {
    return found == 0;
  }

  synchronized List<String> findings() {
    List<String> all = new ArrayList<>(findings);
    if (found > findings.size()) {
      all.add("and " + (found - findings.size()) + " more");
    }
    return all;
  }
}
