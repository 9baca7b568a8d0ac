package io.blocktier.blockstore.s3.wire;

import java.io.IOException;
import java.io.InputStream;

/** The body of a request, as long as the request's head says. */
public interface Payload {

  /**
   * Writes all of it.
   *
   * @param out where to
   * @throws IOException if it cannot be read, or not be sent
   */
  void writeTo(WireOutput out) throws IOException;

  /**
   * Opens it for those who read it themselves.
   *
   * @return a stream of all of it, which is closed with the payload
   */
  InputStream newStream();
}
