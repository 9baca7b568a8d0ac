package io.blocktier.config;

import io.blocktier.blockstore.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts to write for any setting, found by trying: what its label names, and common ones. */
final class SampleTexts {

  private static final List<String> COMMON =
      List.of(
          "true",
          "false",
          "7",
          "64MiB",
          "45s",
          "0750",
          "http://127.0.0.1:9",
          "some/text",
          "[::1]:0");

  private static final List<String> WRONG = List.of("-1", "not: legal", "\u0000", "");

  private static final String EXAMPLE = "e.g. ";

  private static final Pattern BOUNDS = Pattern.compile("(\\S+) to (\\S+)");

  private SampleTexts() {}

  /** Returns a legal text that means something else than the default. */
  static <T> String legal(Setting<T> setting) {
    return candidates(setting.type().label()).stream()
        .filter(text -> parsed(setting, text).isPresent())
        .filter(text -> !parsed(setting, text).equals(setting.defaultValue()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no legal text is known for " + setting));
  }

  /** Returns an illegal text, or empty if every text is legal. */
  static Optional<String> illegal(Setting<?> setting) {
    return WRONG.stream().filter(text -> parsed(setting, text).isEmpty()).findFirst();
  }

  private static List<String> candidates(String label) {
    List<String> texts = new ArrayList<>();
    if (label.contains(" | ")) {
      texts.addAll(List.of(label.split(" \\| ")));
    }
    Matcher bounds = BOUNDS.matcher(label);
    if (bounds.find()) {
      texts.addAll(List.of(bounds.group(1), bounds.group(2)));
    }
    int example = label.indexOf(EXAMPLE);
    if (example >= 0) {
      texts.add(label.substring(example + EXAMPLE.length()));
    }
    texts.addAll(COMMON);
    return texts;
  }

  private static <T> Optional<T> parsed(Setting<T> setting, String text) {
    try {
      return Optional.of(setting.type().parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
