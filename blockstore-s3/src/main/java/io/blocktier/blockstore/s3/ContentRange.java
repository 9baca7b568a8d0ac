package io.blocktier.blockstore.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What part of an object an answer holds (RFC 9110, 14.4).
 *
 * @param first the first byte
 * @param length the number of bytes
 * @param total the size of the object
 */
record ContentRange(long first, long length, long total) {

  private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  static Optional<ContentRange> parse(String header) {
    Matcher matcher = FORM.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    return Optional.of(new ContentRange(first, last - first + 1, Long.parseLong(matcher.group(3))));
  }
}
