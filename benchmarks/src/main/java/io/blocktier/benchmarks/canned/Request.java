package io.blocktier.benchmarks.canned;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a request. Immutable.
 *
 * @param method such as {@code GET}
 * @param path without what is behind a question mark
 * @param query what is behind it, or nothing
 * @param headers all lines, in small letters
 */
record Request(String method, String path, String query, String headers) {

  static Request parse(String head) throws IOException {
    int line = head.indexOf("\r\n");
    String[] words = head.substring(0, line).split(" ", -1);
    if (words.length != 3) {
      throw new IOException("this is no request: " + head.substring(0, line));
    }
    int mark = words[1].indexOf('?');
    return new Request(
        words[0],
        mark < 0 ? words[1] : words[1].substring(0, mark),
        mark < 0 ? "" : words[1].substring(mark + 1),
        head.substring(line).toLowerCase(Locale.ROOT));
  }

  Optional<String> header(String name) {
    String label = "\r\n" + name + ":";
    int at = headers.indexOf(label);
    return at < 0
        ? Optional.empty()
        : Optional.of(
            headers.substring(at + label.length(), headers.indexOf("\r\n", at + 2)).strip());
  }

  long length() {
    return header("content-length").map(Long::parseLong).orElse(0L);
  }

  boolean chunked() {
    return header("transfer-encoding").filter(it -> it.contains("chunked")).isPresent();
  }

  boolean waits() {
    return header("expect").isPresent();
  }

  /** Tells whether it is about a part of an upload, or a whole one. */
  boolean hasParameter(String name) {
    return query.equals(name)
        || query.startsWith(name + "=")
        || query.contains("&" + name + "=")
        || query.endsWith("&" + name);
  }

  /** Tells whether it is about a bucket. */
  boolean ofBucket() {
    int slash = path.indexOf('/', 1);
    return slash < 0 || slash == path.length() - 1;
  }
}
