package io.blocktier.blockstore.tck;

/**
 * Counts the bytes that pass between a client and its store, so that the contract can prove a copy
 * to be server-side. Requests and replies around the content may be counted with it.
 */
@FunctionalInterface
public interface TransferCounter {

  /**
   * Returns how many bytes have passed in both directions together.
   *
   * @return bytes; never falls
   */
  long bytes();
}
