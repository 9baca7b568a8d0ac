package io.blocktier.blockstore.spi;

/** A store did not do what it claims. Ends a check. */
final class ProbeRefutation extends Exception {

  private static final long serialVersionUID = 1L;

  private final String evidence;

  ProbeRefutation(String evidence) {
    super(evidence);
    this.evidence = evidence;
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
