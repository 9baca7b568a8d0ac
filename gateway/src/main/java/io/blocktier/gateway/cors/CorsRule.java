package io.blocktier.gateway.cors;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.xml.XmlNode;
import io.blocktier.gateway.xml.XmlWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What pages of some origins may do.
 *
 * @param id what the rule is called
 * @param origins each with at most one star
 * @param methods which requests
 * @param headers which headers of requests, each with at most one star
 * @param exposed which headers of answers
 * @param maxAgeSeconds how long a browser may rely on it
 */
record CorsRule(
    Optional<String> id,
    List<String> origins,
    List<String> methods,
    List<String> headers,
    List<String> exposed,
    Optional<String> maxAgeSeconds) {

  private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");

  static CorsRule of(XmlNode node) throws S3Exception {
    CorsRule rule =
        new CorsRule(
            node.textOf("ID"),
            texts(node, "AllowedOrigin"),
            texts(node, "AllowedMethod"),
            texts(node, "AllowedHeader"),
            texts(node, "ExposeHeader"),
            node.textOf("MaxAgeSeconds"));
    if (rule.origins.isEmpty() || rule.methods.isEmpty()) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    if (!METHODS.containsAll(rule.methods)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Found unsupported HTTP method in CORS config: " + rule.methods);
    }
    return rule;
  }

  void write(XmlWriter xml) {
    xml.start("CORSRule").text("ID", id);
    methods.forEach(text -> xml.text("AllowedMethod", text));
    origins.forEach(text -> xml.text("AllowedOrigin", text));
    headers.forEach(text -> xml.text("AllowedHeader", text));
    exposed.forEach(text -> xml.text("ExposeHeader", text));
    xml.text("MaxAgeSeconds", maxAgeSeconds).end();
  }

  boolean allows(String origin, String method, List<String> asked) {
    return methods.contains(method)
        && origins.stream().anyMatch(pattern -> matches(pattern, origin))
        && asked.stream().allMatch(this::allowsHeader);
  }

  /** Tells a browser what it may do. */
  void tell(Headers answer, String origin) {
    boolean any = origins.contains("*");
    answer.add("Access-Control-Allow-Origin", any ? "*" : origin);
    answer.add("Access-Control-Allow-Methods", String.join(", ", methods));
    if (!exposed.isEmpty()) {
      answer.add("Access-Control-Expose-Headers", String.join(", ", exposed));
    }
    answer.add("Access-Control-Max-Age", maxAgeSeconds);
    if (!any) {
      answer.add("Access-Control-Allow-Credentials", "true");
    }
    answer.add("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  }

  private boolean allowsHeader(String name) {
    return headers.stream().anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), name));
  }

  private static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    String end = pattern.substring(star + 1);
    return text.length() >= pattern.length() - 1
        && text.startsWith(pattern.substring(0, star))
        && text.endsWith(end);
  }

  private static List<String> texts(XmlNode node, String name) {
    return node.all(name).stream().map(XmlNode::text).toList();
  }
}
