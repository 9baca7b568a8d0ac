package io.blocktier.blockstore.s3.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One request with its body. Header names are in lower case. */
@SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes
record Request(
    String method,
    String bucket,
    String key,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  static Request of(String method, String target, Map<String, String> headers, byte[] body) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    int slash = path.indexOf('/', 1);
    String bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
    String key = slash < 0 ? "" : decode(path.substring(slash + 1));
    return new Request(method, bucket, key, query(query), headers, body);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  boolean asks(String parameter) {
    return query.containsKey(parameter);
  }

  S3Operation operation() throws Refused {
    return switch (method) {
      case "GET" -> key.isEmpty() ? S3Operation.LIST_OBJECTS : S3Operation.GET_OBJECT;
      case "HEAD" -> key.isEmpty() ? S3Operation.HEAD_BUCKET : S3Operation.HEAD_OBJECT;
      case "DELETE" -> asks("uploadId") ? S3Operation.ABORT_UPLOAD : S3Operation.DELETE_OBJECT;
      case "POST" -> post();
      case "PUT" -> put();
      default -> throw new Refused(405, "MethodNotAllowed");
    };
  }

  private S3Operation post() throws Refused {
    if (asks("delete")) {
      return S3Operation.DELETE_OBJECTS;
    }
    if (asks("uploads")) {
      return S3Operation.CREATE_UPLOAD;
    }
    if (asks("uploadId")) {
      return S3Operation.COMPLETE_UPLOAD;
    }
    throw new Refused(405, "MethodNotAllowed");
  }

  private S3Operation put() {
    boolean copies = header("x-amz-copy-source").isPresent();
    if (key.isEmpty()) {
      return S3Operation.CREATE_BUCKET;
    }
    if (asks("uploadId")) {
      return copies ? S3Operation.UPLOAD_PART_COPY : S3Operation.UPLOAD_PART;
    }
    return copies ? S3Operation.COPY_OBJECT : S3Operation.PUT_OBJECT;
  }

  static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      query.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return query;
  }
}
