package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A head as a server hands it over: each byte of a header is a character. */
public record SentHead(
    String method, String rawPath, String rawQuery, Map<String, List<String>> lines)
    implements RequestHead {

  /** Takes the target of a request line, and headers in the order of the wire. */
  public static SentHead of(String method, String target, String... headers) {
    int question = target.indexOf('?');
    SentHead head =
        new SentHead(
            method,
            question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1),
            new LinkedHashMap<>());
    for (int i = 0; i < headers.length; i += 2) {
      head.add(headers[i], headers[i + 1]);
    }
    return head;
  }

  /** The same with one more line. */
  public SentHead with(String name, String value) {
    SentHead copy = copy();
    copy.add(name, value);
    return copy;
  }

  /** The same with one line instead of those of this name. */
  public SentHead replacing(String name, String value) {
    return without(name).with(name, value);
  }

  /** The same without the lines of a name. */
  public SentHead without(String name) {
    SentHead copy = copy();
    copy.lines.remove(name.toLowerCase(Locale.ROOT));
    return copy;
  }

  @Override
  public List<String> headers(String name) {
    return lines.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  @Override
  public List<String> headerNames() {
    return List.copyOf(lines.keySet());
  }

  private void add(String name, String value) {
    lines
        .computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
        .add(new String(value.getBytes(UTF_8), ISO_8859_1));
  }

  private SentHead copy() {
    SentHead copy = new SentHead(method, rawPath, rawQuery, new LinkedHashMap<>());
    lines.forEach((name, values) -> copy.lines.put(name, new ArrayList<>(values)));
    return copy;
  }
}
