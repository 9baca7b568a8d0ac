package io.blocktier.gateway.auth;

import java.util.List;
import java.util.Optional;

/**
 * A request without its body, as it was on the wire: nothing is decoded, since signatures are made
 * over what was sent. Not thread-safe.
 */
public interface RequestHead {

  /**
   * Returns the method.
   *
   * @return in upper case
   */
  String method();

  /**
   * Returns the path of the request.
   *
   * @return percent-encoded as it was sent, from the first slash to before the question mark
   */
  String rawPath();

  /**
   * Returns the query of the request.
   *
   * @return percent-encoded as it was sent, without the question mark; empty if there is none
   */
  String rawQuery();

  /**
   * Returns the values of a header.
   *
   * @param name in any case
   * @return one for each line, in their order; empty if there is none
   */
  List<String> headers(String name);

  /**
   * Returns the only value of a header, or the first.
   *
   * @param name in any case
   * @return the value, or empty
   */
  default Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /**
   * Returns the names of all headers.
   *
   * @return in lower case, each once
   */
  List<String> headerNames();
}
