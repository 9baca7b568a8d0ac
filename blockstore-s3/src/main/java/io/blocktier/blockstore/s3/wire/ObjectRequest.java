package io.blocktier.blockstore.s3.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The head of a request, in the making: few headers, which are kept in the order in which they are
 * signed. Not thread-safe.
 */
public final class ObjectRequest {

  private static final int USUAL_HEADERS = 12;

  private final Verb verb;
  private final Origin origin;
  private final String path;
  private final Pairs query = new Pairs();
  private final Pairs headers = new Pairs();

  /**
   * Starts a request.
   *
   * @param verb what is asked
   * @param origin whom
   * @param path of what, encoded, with a slash at its beginning
   */
  public ObjectRequest(Verb verb, Origin origin, String path) {
    this.verb = verb;
    this.origin = origin;
    this.path = path;
    headers.put("host", origin.hostHeader());
  }

  /** Names and values, by their names. */
  private static final class Pairs {
    private String[] names = new String[USUAL_HEADERS];
    private String[] values = new String[USUAL_HEADERS];
    private int count;

    /** Puts a pair in its place, instead of an earlier one of the name. */
    void put(String name, String value) {
      int at = Arrays.binarySearch(names, 0, count, name);
      if (at < 0) {
        at = -at - 1;
        makeRoom(at);
        names[at] = name;
      }
      values[at] = value;
    }

    private void makeRoom(int at) {
      if (count == names.length) {
        names = Arrays.copyOf(names, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      System.arraycopy(names, at, names, at + 1, count - at);
      System.arraycopy(values, at, values, at + 1, count - at);
      count++;
    }

    @Nullable String find(String name) {
      int at = Arrays.binarySearch(names, 0, count, name);
      return at < 0 ? null : values[at];
    }

    void forEach(BiConsumer<String, String> action) {
      for (int i = 0; i < count; i++) {
        action.accept(names[i], values[i]);
      }
    }
  }

  /**
   * Sets a header.
   *
   * @param name of it, in any case
   * @param value of it, without line ends
   * @return this request
   */
  public ObjectRequest putHeader(String name, String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("the header " + name + " would end its line");
    }
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /**
   * Sets a parameter of the query.
   *
   * @param name of it, as it is meant
   * @param value of it, as it is meant; empty for one that only has a name
   * @return this request
   */
  public ObjectRequest putQueryParameter(String name, String value) {
    query.put(UrlEncoding.of(name), UrlEncoding.of(value));
    return this;
  }

  /**
   * Returns a header.
   *
   * @param name of it, in small letters
   * @return its value, or empty
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.find(name));
  }

  /**
   * Tells whether the query has a parameter.
   *
   * @param name of it
   * @return whether it is there
   */
  public boolean asksFor(String name) {
    return query.find(name) != null;
  }

  /**
   * Returns what is asked.
   *
   * @return the verb
   */
  public Verb verb() {
    return verb;
  }

  /**
   * Returns whom is asked.
   *
   * @return the server
   */
  public Origin origin() {
    return origin;
  }

  /**
   * Returns of what it is asked.
   *
   * @return the path, encoded
   */
  public String path() {
    return path;
  }

  /**
   * Returns the query.
   *
   * @return names and values, encoded, by their names; empty where there is none
   */
  public String query() {
    if (query.count == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    query.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
    return text.toString();
  }

  /**
   * Goes through the query.
   *
   * @param action gets names and values, as they are meant
   */
  public void forEachParameter(BiConsumer<String, String> action) {
    query.forEach((name, value) ->
        action.accept(SdkHttpUtils.urlDecode(name), SdkHttpUtils.urlDecode(value)));
  }

  /**
   * Goes through the headers.
   *
   * @param action gets names in small letters, by their order, and values
   */
  public void forEachHeader(BiConsumer<String, String> action) {
    headers.forEach(action);
  }

  /** Returns the head as it is sent. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder(1024);
    text.append(verb).append(' ').append(path);
    if (query.count > 0) {
      text.append('?').append(query());
    }
    text.append(" HTTP/1.1\r\n");
    for (int i = 0; i < headers.count; i++) {
      text.append(headers.names[i]).append(": ").append(headers.values[i]).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
