package io.blocktier.gateway.form;

import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.Tagging;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields of a form as the headers of the PUT that it stands for.
 *
 * @param request the request that brought the form
 * @param headers by name in lower case
 */
record FormHead(RequestHead request, Map<String, String> headers) implements RequestHead {

  private static final Set<String> HEADERS =
      Set.of("cache-control", "content-type", "content-disposition", "content-encoding", "expires");
  private static final Set<String> OF_SIGNATURE =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-signature");
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");

  static FormHead of(RequestHead request, Map<String, String> fields) throws S3Exception {
    Map<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String name = field.getKey();
      if (name.equals("acl")) {
        headers.put("x-amz-acl", legal(name, field.getValue()));
      } else if (name.equals("tagging")) {
        byte[] document = field.getValue().getBytes(StandardCharsets.UTF_8);
        headers.put("x-amz-tagging", Tagging.ofDocument(document));
      } else if (HEADERS.contains(name)
          || (name.startsWith("x-amz-") && !OF_SIGNATURE.contains(name))) {
        headers.put(name, legal(name, field.getValue()));
      }
    }
    return new FormHead(request, headers);
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String rawPath() {
    return request.rawPath();
  }

  @Override
  public String rawQuery() {
    return request.rawQuery();
  }

  @Override
  public List<String> headers(String name) {
    String value = headers.get(name.toLowerCase(Locale.ROOT));
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public List<String> headerNames() {
    return List.copyOf(headers.keySet());
  }

  /** A field may hold what no header can, and what would end one in an answer. */
  private static String legal(String name, String value) throws S3Exception {
    boolean control = value.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    if (control || !NAME.matcher(name).matches()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "The field cannot be a header",
          Map.of("ArgumentName", name));
    }
    return value;
  }
}
