package io.blocktier.blockstore;

import java.util.List;

/**
 * What {@link BlockStore#probe()} found. Immutable and thread-safe.
 *
 * @param store the store by its {@code toString}
 * @param findings one for each capability that was looked at
 * @param capabilities what the store offers from now on
 */
public record ProbeReport(String store, List<Finding> findings, Capabilities capabilities) {

  /** Copies the findings. */
  public ProbeReport {
    findings = List.copyOf(findings);
  }

  /** What was found of one capability. */
  public enum Verdict {
    /** The store does what it claims, races included; it is offered. */
    PROVEN,
    /** The store failed the test; the capability is refused from now on. */
    REFUTED,
    /** The test could not be brought to its end; the capability is refused from now on. */
    INCONCLUSIVE
  }

  /**
   * One capability.
   *
   * @param capability what was tested
   * @param verdict the outcome
   * @param evidence what was seen, with numbers
   */
  public record Finding(Capability capability, Verdict verdict, String evidence) {}
}
