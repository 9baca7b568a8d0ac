package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.gateway.fault.FaultPlan;
import io.blocktier.gateway.fault.FaultRule;
import io.blocktier.gateway.fault.FaultyOperations;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of {@code gateway.faults}: what the server does wrong, on purpose. */
final class GatewayFaults {

  private static final Setting<Long> SEED =
      Setting.of(
          "faults.seed",
          new SettingType<>("whole number, e.g. 42", GatewayFaults::parseSeed, String::valueOf),
          FaultPlan.NONE.seed(),
          "What decides which requests the rules of faults strike: the same seed, the same"
              + " requests.");

  static final List<Setting<?>> SETTINGS = List.of(SEED);

  private static final Setting<FaultKind> FAULT =
      Setting.required("fault", SettingType.oneOf(FaultKind.class), "What goes wrong.");

  private static final Setting<Set<String>> OPERATIONS =
      Setting.optional(
          "operations",
          new SettingType<>(
              "operations of S3, e.g. PutObject, GetObject",
              GatewayFaults::parseOperations,
              names -> names.stream().sorted().collect(Collectors.joining(", "))),
          "Requests of which operations, all unless given.");

  private static final Setting<String> KEYS =
      Setting.of(
          "keys",
          new SettingType<>("BUCKET/KEY with stars", GatewayFaults::parseKeys, keys -> keys),
          "*",
          "About which objects; requests about a bucket alone have its name and a slash.");

  private static final Setting<Double> PROBABILITY =
      Setting.of(
          "probability",
          new SettingType<>(
              "number above 0, up to 1", GatewayFaults::parseProbability, String::valueOf),
          1.0,
          "How many of them, 1 being all.");

  private static final Setting<Integer> SPARE =
      Setting.of(
          "spare", SettingType.integer(0, Integer.MAX_VALUE), 0, "How many are spared first.");

  private static final Setting<Integer> MOST =
      Setting.optional(
          "most",
          SettingType.integer(1, Integer.MAX_VALUE),
          "After how many of those that it did not spare the rule is over, struck or not.");

  private static final List<Setting<?>> COMMON =
      List.of(FAULT, OPERATIONS, KEYS, PROBABILITY, SPARE, MOST);

  /** One item of the list of rules. */
  static final Section RULE =
      new Section(
          "gateway.faults.rules",
          Stream.of(COMMON, FaultTerms.SETTINGS).<Setting<?>>flatMap(List::stream).toList());

  private GatewayFaults() {}

  static FaultPlan plan(Settings settings, List<FaultRule> rules) {
    return new FaultPlan(settings.get(SEED), rules);
  }

  static FaultRule rule(SectionDraft written) throws ConfigException {
    Settings rule = written.settings();
    try {
      return new FaultRule(
          rule.find(OPERATIONS).orElse(Set.of()),
          rule.get(KEYS),
          rule.get(PROBABILITY),
          rule.get(SPARE),
          rule.find(MOST).map(Integer::longValue).orElse(Long.MAX_VALUE),
          rule.get(FAULT).of(rule));
    } catch (InvalidSettingException e) {
      throw written.invalid(e);
    }
  }

  private static Long parseSeed(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number");
    }
  }

  private static Double parseProbability(String text) {
    double value = text.matches("\\d(\\.\\d{1,15})?") ? Double.parseDouble(text) : 0;
    if (value <= 0 || value > 1) {
      throw new IllegalArgumentException("'" + text + "' is not a number above 0 and up to 1");
    }
    return value;
  }

  private static String parseKeys(String text) {
    if (!text.contains("/") && !text.contains("*")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no object; write BUCKET/KEY, with a star for any characters");
    }
    return text;
  }

  private static Set<String> parseOperations(String text) {
    Set<String> names = new LinkedHashSet<>(Arrays.asList(text.split("\\s*,\\s*", -1)));
    for (String name : names) {
      if (!FaultyOperations.NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "there is no operation '"
                + Echo.name(name)
                + "'; did you mean '"
                + nearest(name)
                + "'?");
      }
    }
    return names;
  }

  private static String nearest(String name) {
    return Collections.min(
        FaultyOperations.NAMES,
        Comparator.<String>comparingInt(known -> EditDistance.between(known, name))
            .thenComparing(Comparator.naturalOrder()));
  }
}
