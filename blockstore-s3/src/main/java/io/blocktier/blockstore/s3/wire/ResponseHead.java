package io.blocktier.blockstore.s3.wire;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of an answer: one text, and where in it names and values begin and end, so
 * that a header nobody asks for costs nothing. Immutable.
 */
public final class ResponseHead {

  private static final String HTTP = "HTTP/1.";
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_DIGITS = 3;
  private static final int SUCCESS = 200;
  private static final int REDIRECTION = 300;

  private static final Pattern KEPT = Pattern.compile("timeout=(\\d{1,6})");

  /** The end of a connection takes some time to be heard of. */
  private static final Duration ON_THE_WAY = Duration.ofMillis(500);

  private static final Duration UNSAID = Duration.ofDays(1);

  /** The numbers that tell where a header is. */
  private static final int NAME = 0;

  private static final int NAME_END = 1;
  private static final int VALUE = 2;
  private static final int VALUE_END = 3;
  private static final int MARKS = 4;
  private static final int USUAL_HEADERS = 16;

  private final String text;
  private final int status;
  private final boolean latest;
  private int[] marks = new int[USUAL_HEADERS * MARKS];
  private int count;

  private ResponseHead(String text, int status, boolean latest) {
    this.text = text;
    this.status = status;
    this.latest = latest;
  }

  /**
   * Reads a head.
   *
   * @param bytes with it
   * @param from where its first line begins
   * @param to behind the line end of its last header
   * @return the head
   * @throws IOException if it is none of HTTP/1
   */
  static ResponseHead parse(byte[] bytes, int from, int to) throws IOException {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    ResponseHead head = new ResponseHead(text, status(text), text.startsWith(HTTP + '1'));
    int line = text.indexOf('\n') + 1;
    while (line > 0 && line < text.length()) {
      int next = text.indexOf('\n', line);
      int end = next < 0 ? text.length() : next;
      head.addLine(line, end);
      line = end + 1;
    }
    return head;
  }

  /**
   * Makes a head of what another client has read.
   *
   * @param status the status
   * @param headers values by their names
   * @return the head
   */
  public static ResponseHead of(int status, Map<String, List<String>> headers) {
    StringBuilder text = new StringBuilder();
    headers.forEach((name, values) ->
        values.forEach(value -> text.append(name).append(':').append(value).append('\n')));
    ResponseHead head = new ResponseHead(text.toString(), status, true);
    int line = 0;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        int nameEnd = line + header.getKey().length();
        int end = nameEnd + 1 + value.length();
        head.add(line, nameEnd, nameEnd + 1, end);
        line = end + 1;
      }
    }
    return head;
  }

  private static int status(String text) throws IOException {
    if (!text.startsWith(HTTP) || text.length() < STATUS_AT + STATUS_DIGITS) {
      throw new ProtocolException("the answer is none of HTTP/1");
    }
    int status = 0;
    for (int i = STATUS_AT; i < STATUS_AT + STATUS_DIGITS; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new ProtocolException("the answer has no status");
      }
      status = 10 * status + digit;
    }
    return status;
  }

  private void addLine(int from, int to) throws IOException {
    int end = to > from && text.charAt(to - 1) == '\r' ? to - 1 : to;
    int colon = text.indexOf(':', from);
    if (colon <= from || colon >= end || isBlank(text.charAt(from))) {
      throw new ProtocolException("a line of the answer's head is no header");
    }
    int value = colon + 1;
    while (value < end && isBlank(text.charAt(value))) {
      value++;
    }
    while (end > value && isBlank(text.charAt(end - 1))) {
      end--;
    }
    add(from, colon, value, end);
  }

  private void add(int name, int nameEnd, int value, int valueEnd) {
    int at = count * MARKS;
    if (at == marks.length) {
      marks = Arrays.copyOf(marks, 2 * at);
    }
    marks[at + NAME] = name;
    marks[at + NAME_END] = nameEnd;
    marks[at + VALUE] = value;
    marks[at + VALUE_END] = valueEnd;
    count++;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /**
   * Returns the status.
   *
   * @return three digits
   */
  public int status() {
    return status;
  }

  /**
   * Tells whether the request was granted.
   *
   * @return whether the status is 200 to 299
   */
  public boolean isSuccessful() {
    return status >= SUCCESS && status < REDIRECTION;
  }

  /**
   * Returns a header.
   *
   * @param name of it, in any case
   * @return the first value, or empty
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(find(name));
  }

  /**
   * Goes through the headers.
   *
   * @param action gets each name, as it was sent, and its value
   */
  public void forEachHeader(BiConsumer<String, String> action) {
    for (int at = 0; at < count * MARKS; at += MARKS) {
      action.accept(
          text.substring(marks[at + NAME], marks[at + NAME_END]),
          text.substring(marks[at + VALUE], marks[at + VALUE_END]));
    }
  }

  /**
   * Goes through the headers whose names share a beginning.
   *
   * @param beginning of the names, in any case
   * @param action gets the rest of each name, as it was sent, and its value
   */
  public void forEachHeader(String beginning, BiConsumer<String, String> action) {
    int length = beginning.length();
    for (int at = 0; at < count * MARKS; at += MARKS) {
      int name = marks[at + NAME];
      if (marks[at + NAME_END] - name > length
          && text.regionMatches(true, name, beginning, 0, length)) {
        action.accept(
            text.substring(name + length, marks[at + NAME_END]),
            text.substring(marks[at + VALUE], marks[at + VALUE_END]));
      }
    }
  }

  /** Returns a header of which there is one, however often it is said; null if there is none. */
  @Nullable String only(String name) throws ProtocolException {
    String first = find(name);
    if (first == null) {
      return null;
    }
    int length = name.length();
    for (int at = 0; at < count * MARKS; at += MARKS) {
      if (marks[at + NAME_END] - marks[at + NAME] == length
          && text.regionMatches(true, marks[at + NAME], name, 0, length)
          && !first.contentEquals(text.subSequence(marks[at + VALUE], marks[at + VALUE_END]))) {
        throw new ProtocolException("the answer has two kinds of " + name);
      }
    }
    return first;
  }

  /** Returns how long the server keeps the connection, or very long where it says nothing. */
  Duration keptFor() {
    String said = find("keep-alive");
    Matcher seconds = KEPT.matcher(said == null ? "" : said);
    return seconds.find()
        ? Duration.ofSeconds(Long.parseLong(seconds.group(1))).minus(ON_THE_WAY)
        : UNSAID;
  }

  @Nullable String find(String name) {
    int length = name.length();
    for (int at = 0; at < count * MARKS; at += MARKS) {
      if (marks[at + NAME_END] - marks[at + NAME] == length
          && text.regionMatches(true, marks[at + NAME], name, 0, length)) {
        return text.substring(marks[at + VALUE], marks[at + VALUE_END]);
      }
    }
    return null;
  }

  /** Tells whether the server wants to go on with the connection. */
  boolean keepsAlive() {
    String connection = find("connection");
    if (connection == null) {
      return latest;
    }
    String wish = connection.toLowerCase(Locale.ROOT);
    return !wish.contains("close") && (latest || wish.contains("keep-alive"));
  }
}
