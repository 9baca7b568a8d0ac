package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.gateway.error.S3Exception;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A request in the one form that is signed.
 *
 * @param text the form
 */
record CanonicalRequest(String text) {

  private static final int USUAL_LENGTH = 1024;
  private static final Comparator<Pair> BY_NAME_AND_VALUE =
      Comparator.comparing(Pair::name).thenComparing(Pair::value);

  private record Pair(String name, String value) {}

  static CanonicalRequest of(
      RequestHead head, RequestQuery query, SignatureClaim claim, Spelling spelling)
      throws S3Exception {
    StringBuilder text = new StringBuilder(USUAL_LENGTH);
    text.append(head.method()).append('\n');
    text.append(path(head, spelling)).append('\n');
    appendQuery(text, query, spelling);
    text.append('\n');
    for (String name : claim.signedHeaders()) {
      appendHeader(text, name, head.headers(name));
    }
    text.append('\n').append(String.join(";", claim.signedHeaders())).append('\n');
    return new CanonicalRequest(text.append(claim.payload().text()).toString());
  }

  /** Returns the bytes: those of the wire, which came in as one character each. */
  byte[] bytes() {
    return text.getBytes(isWire() ? ISO_8859_1 : UTF_8);
  }

  private boolean isWire() {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return false;
      }
    }
    return true;
  }

  private static String path(RequestHead head, Spelling spelling) throws S3Exception {
    String sent = head.rawPath();
    return sent.isEmpty() ? "/" : spelling.of(UriEncoding.PATH, sent);
  }

  private static void appendQuery(StringBuilder text, RequestQuery query, Spelling spelling)
      throws S3Exception {
    List<Pair> pairs = new ArrayList<>(query.parameters().size());
    for (RequestQuery.Parameter parameter : query.parameters()) {
      if (!parameter.isNamed("X-Amz-Signature")) {
        pairs.add(
            new Pair(
                spelling.of(UriEncoding.QUERY, parameter.sentName()),
                spelling.of(UriEncoding.QUERY, parameter.sentValue())));
      }
    }
    pairs.sort(BY_NAME_AND_VALUE);
    String separator = "";
    for (Pair pair : pairs) {
      text.append(separator).append(pair.name).append('=').append(pair.value);
      separator = "&";
    }
  }

  private static void appendHeader(StringBuilder text, String name, List<String> values) {
    text.append(name).append(':');
    String separator = "";
    for (String value : values) {
      text.append(separator);
      appendFolded(text, value);
      separator = ",";
    }
    text.append('\n');
  }

  /** Appends a value without white space around it, and with one space for each run of it. */
  private static void appendFolded(StringBuilder text, String value) {
    int start = text.length();
    boolean space = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || c == '\t') {
        space = true;
      } else {
        if (space && text.length() > start) {
          text.append(' ');
        }
        space = false;
        text.append(c);
      }
    }
  }
}
