package io.blocktier.gateway.request;

import io.blocktier.gateway.auth.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A request some of whose headers were dealt with already.
 *
 * @param head the request
 * @param hidden the names of those headers in lower case
 */
record FewerHeaders(RequestHead head, Set<String> hidden) implements RequestHead {

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public String rawPath() {
    return head.rawPath();
  }

  @Override
  public String rawQuery() {
    return head.rawQuery();
  }

  @Override
  public List<String> headers(String name) {
    return hidden.contains(name.toLowerCase(Locale.ROOT)) ? List.of() : head.headers(name);
  }

  @Override
  public List<String> headerNames() {
    return head.headerNames().stream().filter(name -> !hidden.contains(name)).toList();
  }
}
