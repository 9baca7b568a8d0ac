package io.blocktier.segments.check;

import java.util.List;

/**
 * What a check found. Immutable and thread-safe.
 *
 * @param manifest the number of the manifest that was checked
 * @param depth how closely
 * @param segments how many were looked at, those that only snapshots see included
 * @param bytes the size of their objects
 * @param findings what is not as it has to be
 */
public record CheckReport(
    long manifest, CheckDepth depth, long segments, long bytes, List<Finding> findings) {

  /** Copies the list. */
  public CheckReport {
    findings = List.copyOf(findings);
  }

  /**
   * Tells whether all is well.
   *
   * @return whether there is no finding
   */
  public boolean isSound() {
    return findings.isEmpty();
  }
}
