package io.blocktier.gateway.route;

/** Keeps the client of one request from giving up while it waits for its answer. */
public interface KeepAlive {

  /**
   * Begins to do so.
   *
   * @param early what the answer begins with, whatever becomes of the request, if that takes long
   * @return ends it when it is closed
   */
  Beat begin(Outcome early);

  /** Goes on until it is closed. */
  interface Beat extends AutoCloseable {

    /** Ends it; nothing is sent any more when this returns. */
    @Override
    void close();
  }
}
