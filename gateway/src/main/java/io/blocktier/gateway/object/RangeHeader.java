package io.blocktier.gateway.object;

import io.blocktier.blockstore.ByteRange;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range as a client asks for it: from a byte, or so many at the end.
 *
 * @param first the first byte, or -1 for a suffix
 * @param last the last byte, or -1 for the end; of a suffix its length
 */
record RangeHeader(long first, long last) {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,40})-(\\d{0,40})");

  private static final int EXACT_DIGITS = 18;

  /** More than any object has; one more still is a number. */
  private static final long BEYOND_ALL = Long.MAX_VALUE - 1;

  /** Reads a header. What is no range, or more than one, counts as none (RFC 9110, 14.2). */
  static Optional<RangeHeader> parse(Optional<String> header) {
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = RANGE.matcher(header.get().strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = number(matcher.group(1));
    long last = number(matcher.group(2));
    boolean legal = first < 0 ? last >= 0 : last < 0 || last >= first;
    return legal ? Optional.of(new RangeHeader(first, last)) : Optional.empty();
  }

  /** Tells whether the object's size has to be known before the first byte can be read. */
  boolean isSuffix() {
    return first < 0;
  }

  /** Returns what it means for a size. */
  ByteRange within(long size) throws S3Exception {
    if (isSuffix()) {
      if (last == 0 || size == 0) {
        throw notSatisfiable(size);
      }
      long length = Math.min(last, size);
      return ByteRange.of(size - length, length);
    }
    if (first >= size) {
      throw notSatisfiable(size);
    }
    long end = last < 0 ? size : Math.min(size, last + 1);
    return ByteRange.of(first, end - first);
  }

  /** Returns how many bytes it has at most. */
  long most() {
    return last < 0 ? Long.MAX_VALUE : last - first + 1;
  }

  private S3Exception notSatisfiable(long size) {
    String asked = isSuffix() ? "bytes=-" + last : "bytes=" + first + "-" + (last < 0 ? "" : last);
    return new S3Exception(
            S3ErrorCode.INVALID_RANGE,
            S3ErrorCode.INVALID_RANGE.text(),
            Map.of("RangeRequested", asked, "ActualObjectSize", Long.toString(size)))
        .withHeaders(Map.of("Content-Range", "bytes */" + size));
  }

  private static long number(String digits) {
    if (digits.isEmpty()) {
      return -1;
    }
    return digits.length() > EXACT_DIGITS ? BEYOND_ALL : Long.parseLong(digits);
  }
}
