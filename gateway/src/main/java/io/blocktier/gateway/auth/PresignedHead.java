package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3Exception;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The head of a presigned request, with the headers that its signer put into the URL. */
final class PresignedHead implements RequestHead {

  /** Of the signature, and of no concern to what is asked. */
  private static final Set<String> SIGNATURE =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-expires",
          "x-amz-signedheaders",
          "x-amz-signature",
          "x-amz-security-token",
          "x-amz-s3session-token");

  private final RequestHead sent;
  private final Map<String, List<String>> hoisted;

  private PresignedHead(RequestHead sent, Map<String, List<String>> hoisted) {
    this.sent = sent;
    this.hoisted = hoisted;
  }

  static RequestHead of(RequestHead sent, RequestQuery query) throws S3Exception {
    Map<String, List<String>> hoisted = new LinkedHashMap<>();
    for (RequestQuery.Parameter parameter : query.parameters()) {
      String name = parameter.name().toLowerCase(Locale.ROOT);
      if (isHoisted(name) && sent.headers(name).isEmpty()) {
        hoisted.computeIfAbsent(name, any -> new ArrayList<>()).add(parameter.value());
      }
    }
    return hoisted.isEmpty() ? sent : new PresignedHead(sent, hoisted);
  }

  /**
   * Checksums in URLs are of no use, and S3 ignores them: an SDK puts that of an empty body into
   * each, as it signs before there is one.
   */
  private static boolean isHoisted(String name) {
    return name.startsWith("x-amz-")
        && !name.startsWith("x-amz-checksum-")
        && !name.equals("x-amz-sdk-checksum-algorithm")
        && !SIGNATURE.contains(name);
  }

  @Override
  public String method() {
    return sent.method();
  }

  @Override
  public String rawPath() {
    return sent.rawPath();
  }

  @Override
  public String rawQuery() {
    return sent.rawQuery();
  }

  @Override
  public List<String> headers(String name) {
    return hoisted.getOrDefault(name.toLowerCase(Locale.ROOT), sent.headers(name));
  }

  @Override
  public List<String> headerNames() {
    List<String> names = new ArrayList<>(sent.headerNames());
    names.addAll(hoisted.keySet());
    return names;
  }
}
