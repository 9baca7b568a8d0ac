package io.blocktier.cache.index;

/**
 * Some of the states that entries of an index have.
 *
 * @param bits the bit of a state is set if it is among them; states below 0 and above 63 never are
 */
public record StateSet(long bits) {

  /** No state. */
  public static final StateSet NONE = new StateSet(0);

  /**
   * Adds a state.
   *
   * @param state 0 to 63
   * @return these states and that one
   */
  public StateSet and(byte state) {
    if (state < 0 || state >= Long.SIZE) {
      throw new IllegalArgumentException("no set has the state " + state);
    }
    return new StateSet(bits | 1L << state);
  }

  /**
   * Tells whether a state is among these.
   *
   * @param state any
   * @return whether it is
   */
  public boolean has(byte state) {
    return state >= 0 && state < Long.SIZE && (bits >>> state & 1) != 0;
  }
}
