package io.blocktier.segments.manifest;

/**
 * A commit that has yet to find its place.
 *
 * @param tip what is the newest manifest behind it
 * @param object what is written; its commit's id makes it unlike all others
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Proposal(Tip tip, byte[] object) {

  long number() {
    return tip.number();
  }
}
