package io.blocktier.benchmarks.canned;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer. Immutable.
 *
 * @param head with the line that ends it
 * @param zeros how long the body is that consists of them
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
record Reply(byte[] head, long zeros) {

  private static final Pattern SIZE = Pattern.compile("/size-(\\d+)/");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final String COMMON =
      String.join(
          "\r\n",
          "x-amz-request-id: 0000000000000000",
          "x-amz-id-2: 0",
          "Date: Thu, 01 Jan 2026 00:00:00 GMT",
          "Server: canned",
          "");
  private static final String ETAG = "ETag: \"0123456789abcdef0123456789abcdef\"\r\n";
  private static final String OF_OBJECT =
      ETAG
          + "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nAccept-Ranges: bytes\r\n"
          + "Content-Type: application/octet-stream\r\n";
  private static final Reply WRITTEN = document("200 OK", ETAG, "");

  private static Reply document(String status, String headers, String document) {
    return new Reply(head(status, headers + type(document), document.length(), document), 0);
  }

  private static String type(String document) {
    return document.isEmpty() ? "" : "Content-Type: application/xml\r\n";
  }

  private static byte[] head(String status, String headers, long length, String document) {
    String text = "HTTP/1.1 " + status + "\r\n" + COMMON + headers;
    return (text + "Content-Length: " + length + "\r\n\r\n" + document).getBytes(ISO_8859_1);
  }

  /** Returns what a request is answered. */
  static Reply to(Request request, Traffic traffic) throws IOException {
    return switch (request.method()) {
      case "PUT" -> WRITTEN;
      case "POST" -> upload(request);
      case "HEAD" -> request.ofBucket() ? document("200 OK", "", "") : object(request, true);
      case "GET" -> request.ofBucket() ? ofBucket(request, traffic) : object(request, false);
      case "DELETE" -> new Reply("HTTP/1.1 204 No Content\r\n\r\n".getBytes(ISO_8859_1), 0);
      default -> document("405 Method Not Allowed", "", "");
    };
  }

  private static Reply upload(Request request) {
    String name =
        (request.hasParameter("uploads") ? "Initiate" : "Complete") + "MultipartUploadResult";
    return document(
        "200 OK",
        "",
        "<"
            + name
            + "><Bucket>b</Bucket><Key>k</Key><UploadId>1</UploadId>"
            + "<ETag>\"0123456789abcdef0123456789abcdef-2\"</ETag></"
            + name
            + ">");
  }

  private static Reply ofBucket(Request request, Traffic traffic) {
    return request.path().equals(CannedMain.TRAFFIC)
        ? document("200 OK", "", traffic.text())
        : document("200 OK", "", "<LocationConstraint>us-east-1</LocationConstraint>");
  }

  private static Reply object(Request request, boolean headAlone) throws IOException {
    Matcher size = SIZE.matcher(request.path());
    if (!size.find()) {
      return document("404 Not Found", "", "<Error><Code>NoSuchKey</Code></Error>");
    }
    long length = Long.parseLong(size.group(1));
    Optional<String> range = request.header("range");
    if (range.isEmpty()) {
      return new Reply(head("200 OK", OF_OBJECT, length, ""), headAlone ? 0 : length);
    }
    Matcher bounds = RANGE.matcher(range.get());
    if (!bounds.matches()) {
      throw new IOException("a range that is not understood: " + range.get());
    }
    long from = Long.parseLong(bounds.group(1));
    long last = bounds.group(2).isEmpty() ? length - 1 : Long.parseLong(bounds.group(2));
    long to = Math.min(length - 1, last);
    String where = "Content-Range: bytes " + from + "-" + to + "/" + length + "\r\n";
    long count = to - from + 1;
    return new Reply(
        head("206 Partial Content", OF_OBJECT + where, count, ""), headAlone ? 0 : count);
  }
}
