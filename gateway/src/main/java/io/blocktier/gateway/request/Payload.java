package io.blocktier.gateway.request;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;

/** The bytes that a client sends, decoded. For one thread, and to be read once. */
public interface Payload {

  /** Returns the number of bytes, where the client announced it. */
  OptionalLong length();

  /**
   * Returns the bytes. The end is reached only where all that the client said of them holds:
   * length, signatures, digests and checksums; else reading fails with an {@link
   * io.blocktier.gateway.error.S3Exception}.
   */
  InputStream stream() throws IOException;

  /**
   * Returns the checksums that the client sent and that hold, once the end was reached.
   *
   * @return in Base64, by algorithm in upper case
   */
  Map<String, String> checksums();
}
