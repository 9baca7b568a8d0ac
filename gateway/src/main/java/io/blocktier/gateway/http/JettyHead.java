package io.blocktier.gateway.http;

import io.blocktier.gateway.auth.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/** The head of a request as Jetty read it. */
final class JettyHead implements RequestHead {

  private final Request request;

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
  public List<String> headerNames() {
    return request.getHeaders().stream()
        .map(HttpField::getLowerCaseName)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }
}
