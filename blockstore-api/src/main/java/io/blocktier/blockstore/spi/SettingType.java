package io.blocktier.blockstore.spi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of a setting becomes a value. Immutable and thread-safe.
 *
 * @param <T> the value
 * @param label what the reference page says to write, such as {@code size, e.g. 64MiB}
 * @param parser makes the value, or throws {@link IllegalArgumentException} saying what to write
 *     instead
 * @param printer writes a value as the parser reads it
 */
public record SettingType<T>(
    String label, Function<String, T> parser, Function<T, String> printer) {

  /** Any text. */
  public static final SettingType<String> TEXT =
      new SettingType<>("text", Function.identity(), Function.identity());

  /** {@code true} or {@code false}. */
  public static final SettingType<Boolean> BOOLEAN =
      new SettingType<>("true or false", SettingType::parseBoolean, String::valueOf);

  /** A number of bytes: {@code 4096}, {@code 64KiB}, {@code 8MB}, {@code 1GiB}. */
  public static final SettingType<Long> SIZE =
      new SettingType<>("size, e.g. 64MiB", SettingType::parseSize, SettingType::printSize);

  /** A time span: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
  public static final SettingType<Duration> DURATION =
      new SettingType<>(
          "duration, e.g. 30s", SettingType::parseDuration, SettingType::printDuration);

  /** A path of the local file system. */
  public static final SettingType<Path> PATH = new SettingType<>("path", Path::of, Path::toString);

  /** An {@code http} or {@code https} address. */
  public static final SettingType<URI> ENDPOINT =
      new SettingType<>("http:// or https:// address", SettingType::parseEndpoint, URI::toString);

  /** Permission bits in octal: {@code 0755}. */
  public static final SettingType<Integer> FILE_MODE =
      new SettingType<>(
          "octal mode, e.g. 0755",
          SettingType::parseMode,
          mode -> "0" + Integer.toOctalString(mode));

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

  private static final Map<String, Long> SIZE_UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("b", 1L),
          Map.entry("k", 1L << 10),
          Map.entry("kib", 1L << 10),
          Map.entry("kb", 1_000L),
          Map.entry("m", 1L << 20),
          Map.entry("mib", 1L << 20),
          Map.entry("mb", 1_000_000L),
          Map.entry("g", 1L << 30),
          Map.entry("gib", 1L << 30),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("t", 1L << 40),
          Map.entry("tib", 1L << 40),
          Map.entry("tb", 1_000_000_000_000L));

  private static final Map<String, Long> MILLIS_BY_UNIT =
      Map.of(
          "ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  /**
   * Returns the type of whole numbers within bounds.
   *
   * @param least the smallest that is allowed
   * @param most the largest that is allowed
   * @return the type
   */
  public static SettingType<Integer> integer(int least, int most) {
    String label = String.format(Locale.ROOT, "number, %d to %d", least, most);
    return new SettingType<>(label, text -> parseInteger(text, least, most), String::valueOf);
  }

  /**
   * Returns a type of sizes within bounds.
   *
   * @param least the fewest bytes that are allowed
   * @param most the most bytes that are allowed
   * @return the type
   */
  public static SettingType<Long> size(long least, long most) {
    String label = String.format(Locale.ROOT, "size, %s to %s", printSize(least), printSize(most));
    return new SettingType<>(
        label, text -> within(parseSize(text), least, most, label), SIZE.printer);
  }

  /**
   * Returns the type of an enumeration, written in lower case with underscores.
   *
   * @param <E> the enumeration
   * @param type its class
   * @return the type
   */
  public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
    List<E> values = Arrays.asList(type.getEnumConstants());
    String label = values.stream().map(SettingType::printEnum).collect(Collectors.joining(" | "));
    return new SettingType<>(label, text -> parseEnum(text, values, label), SettingType::printEnum);
  }

  /**
   * Makes the value.
   *
   * @param text what the user wrote
   * @return the value
   * @throws IllegalArgumentException if the text cannot be read; the message says what to write
   */
  public T parse(String text) {
    return parser.apply(text.strip());
  }

  private static Boolean parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default ->
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "'%s' is not true or false", text));
    };
  }

  private static Integer parseInteger(String text, int least, int most) {
    boolean digits = text.matches("-?\\d{1,10}");
    long value = digits ? Long.parseLong(text) : Long.MIN_VALUE;
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "'%s' is not a whole number from %d to %d", text, least, most));
    }
    return (int) value;
  }

  private static Long parseSize(String text) {
    return amount(text, SIZE_UNITS, "a size such as 4096, 64KiB, 8MB or 1GiB");
  }

  private static Duration parseDuration(String text) {
    return Duration.ofMillis(
        amount(text, MILLIS_BY_UNIT, "a duration with its unit, such as 250ms, 30s, 5m or 1h"));
  }

  private static long amount(String text, Map<String, Long> units, String expected) {
    Matcher matcher = AMOUNT.matcher(text);
    if (matcher.matches()) {
      Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
      long number = Long.parseLong(matcher.group(1));
      if (unit != null && number <= Long.MAX_VALUE / unit) {
        return number * unit;
      }
    }
    throw new IllegalArgumentException(
        String.format(Locale.ROOT, "'%s' is not %s", text, expected));
  }

  private static Long within(long value, long least, long most, String label) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is out of bounds: %s", printSize(value), label));
    }
    return value;
  }

  private static String printSize(long bytes) {
    String[] units = {"TiB", "GiB", "MiB", "KiB"};
    for (int i = 0; i < units.length; i++) {
      long unit = 1L << (10 * (units.length - i));
      if (bytes >= unit && bytes % unit == 0) {
        return bytes / unit + units[i];
      }
    }
    return Long.toString(bytes);
  }

  private static String printDuration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  private static URI parseEndpoint(String text) {
    URI uri = parseUri(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is not an http:// or https:// address", text));
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException("an endpoint carries no user and password");
    }
    return uri;
  }

  private static URI parseUri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException unreadable) {
      String shown = text.contains("@") ? "the text" : "'" + text + "'"; // may hold a password
      throw new IllegalArgumentException(shown + " is not an address");
    }
  }

  private static Integer parseMode(String text) {
    if (!text.matches("(0o?)?[0-7]{3}")) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is not an octal mode such as 0755", text));
    }
    return Integer.parseInt(text.substring(text.length() - 3), 8);
  }

  private static <E extends Enum<E>> E parseEnum(String text, List<E> values, String label) {
    return values.stream()
        .filter(value -> printEnum(value).equalsIgnoreCase(text.replace('-', '_')))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                String.format(Locale.ROOT, "'%s' is not one of %s", text, label)));
  }

  private static String printEnum(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
