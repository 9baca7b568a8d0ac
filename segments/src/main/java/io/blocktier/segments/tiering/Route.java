package io.blocktier.segments.tiering;

/** How the bytes of a segment came to another store. */
public enum Route {
  /** The server copied them; none passed through this process. */
  SERVER_SIDE,
  /**
   * This process read them piece by piece and wrote them, as the stores are on no common server.
   */
  THROUGH_CLIENT
}
