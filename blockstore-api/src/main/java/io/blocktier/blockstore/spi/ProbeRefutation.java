package io.blocktier.blockstore.spi;

/** A store did not do what it claims. Ends a check. */
final class ProbeRefutation extends Exception {

  private static final long serialVersionUID = 1L;

  private final String evidence;
  private final boolean raced;

  ProbeRefutation(String evidence) {
    this(evidence, false);
  }

  private ProbeRefutation(String evidence, boolean raced) {
    super(evidence);
    this.evidence = evidence;
    this.raced = raced;
  }

  /** More than one call of a race took effect, though the server does judge conditions. */
  static ProbeRefutation ofRace(String evidence) {
    return new ProbeRefutation(evidence, true);
  }

  /** Tells whether the store judges conditions, but not in one step with what follows. */
  boolean raced() {
    return raced;
  }

  String evidence() {
    return evidence;
  }

  static void unless(boolean holds, String evidence) throws ProbeRefutation {
    if (!holds) {
      throw new ProbeRefutation(evidence);
    }
  }
}
