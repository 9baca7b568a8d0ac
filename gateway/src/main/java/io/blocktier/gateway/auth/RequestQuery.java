package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a query in their order.
 *
 * @param parameters as they were sent
 */
record RequestQuery(List<Parameter> parameters) {

  private static final RequestQuery EMPTY = new RequestQuery(List.of());

  /**
   * One parameter.
   *
   * @param name decoded, to be found by
   * @param sentName percent-encoded as it was sent
   * @param sentValue percent-encoded as it was sent; empty if there was none
   */
  record Parameter(String name, String sentName, String sentValue) {

    private static Parameter parse(String text) throws S3Exception {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      String value = equals < 0 ? "" : text.substring(equals + 1);
      return new Parameter(UriEncoding.QUERY.decode(name), name, value);
    }

    boolean isNamed(String other) {
      return name.equalsIgnoreCase(other);
    }

    String value() throws S3Exception {
      return UriEncoding.QUERY.decode(sentValue);
    }
  }

  static RequestQuery parse(String raw) throws S3Exception {
    if (raw.isEmpty()) {
      return EMPTY;
    }
    List<Parameter> parameters = new ArrayList<>();
    for (int from = 0; from <= raw.length(); ) {
      int ampersand = raw.indexOf('&', from);
      int to = ampersand < 0 ? raw.length() : ampersand;
      if (to > from) {
        parameters.add(Parameter.parse(raw.substring(from, to)));
      }
      from = to + 1;
    }
    return new RequestQuery(parameters);
  }

  Optional<String> first(String name) throws S3Exception {
    for (Parameter parameter : parameters) {
      if (parameter.isNamed(name)) {
        return Optional.of(parameter.value());
      }
    }
    return Optional.empty();
  }

  boolean has(String name) {
    return parameters.stream().anyMatch(parameter -> parameter.isNamed(name));
  }
}
