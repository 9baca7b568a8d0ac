package io.blocktier.gateway.object;

import java.util.Arrays;
import java.util.List;

/**
 * The value of an {@code If-Match} or {@code If-None-Match}.
 *
 * @param any whether it is the star
 * @param tags the ETags without quotes
 */
public record EtagList(boolean any, List<String> tags) {

  /** Reads a header. Clients send ETags with and without quotes. */
  public static EtagList parse(String value) {
    if (value.strip().equals("*")) {
      return new EtagList(true, List.of());
    }
    return new EtagList(false, Arrays.stream(value.split(",", -1)).map(EtagList::bare).toList());
  }

  /** Tells whether an ETag is among these. */
  public boolean matches(String etag) {
    return any || tags.contains(etag);
  }

  /** Returns an ETag without quotes and without the mark of a weak one. */
  public static String bare(String tag) {
    String stripped = tag.strip();
    String strong = stripped.startsWith("W/") ? stripped.substring(2) : stripped;
    boolean quoted = strong.length() >= 2 && strong.startsWith("\"") && strong.endsWith("\"");
    return quoted ? strong.substring(1, strong.length() - 1) : strong;
  }

  /** Returns an ETag as headers and documents have it. */
  public static String quoted(String tag) {
    return '"' + tag + '"';
  }
}
