package io.blocktier.blockstore.s3.wire;

import java.io.IOException;
import java.io.InputStream;

/** The answer to one request, on a connection that is held until it is released. */
public interface Reply {

  /**
   * Returns status and headers.
   *
   * @return the head
   */
  ResponseHead head();

  /**
   * Returns the bytes behind the head.
   *
   * @return a stream that ends where the body does, and throws where the connection breaks
   */
  InputStream body();

  /**
   * Lets go of the connection. It is kept for others if nothing is left on it.
   *
   * @param whole whether the body was read as far as anybody wants to; what is left of it is not
   *     waited for otherwise
   * @throws IOException if the connection cannot be let go
   */
  void release(boolean whole) throws IOException;
}
