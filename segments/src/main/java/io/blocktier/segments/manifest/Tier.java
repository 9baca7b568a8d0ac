package io.blocktier.segments.manifest;

/** Where the objects of segments are kept. */
public enum Tier {
  /** The fast store. */
  HOT(1),
  /** The cheap store. */
  COLD(2);

  private final int code;

  Tier(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
