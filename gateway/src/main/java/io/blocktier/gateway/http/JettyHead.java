package io.blocktier.gateway.http;

import io.blocktier.gateway.auth.RequestHead;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The head of a request as Jetty read it. */
final class JettyHead implements RequestHead {

  private final Request request;
  private @Nullable List<String> names;

  JettyHead(Request request) {
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String rawPath() {
    return Objects.requireNonNullElse(request.getHttpURI().getPath(), "/");
  }

  @Override
  public String rawQuery() {
    return Objects.requireNonNullElse(request.getHttpURI().getQuery(), "");
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public List<String> headerNames() {
    List<String> found = names;
    if (found == null) {
      Set<String> distinct = new LinkedHashSet<>();
      for (HttpField field : request.getHeaders()) {
        distinct.add(field.getLowerCaseName().toLowerCase(Locale.ROOT));
      }
      found = List.copyOf(distinct);
      names = found;
    }
    return found;
  }
}
