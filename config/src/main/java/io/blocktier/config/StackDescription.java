package io.blocktier.config;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.spi.SettingType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one line that says what is running. */
final class StackDescription {

  private StackDescription() {}

  static String of(BlocktierConfig config, BlockStore store) {
    Capabilities capabilities = store.capabilities();
    return Echo.oneLine(
        config
            + "; from "
            + config.draft().origin().label()
            + "; durability "
            + lower(capabilities.durability())
            + "; features "
            + features(capabilities)
            + "; limits "
            + limits(capabilities.limits()));
  }

  static String configuration(
      String type,
      Map<String, String> store,
      Optional<Map<String, String>> cache,
      Optional<Map<String, String>> packed,
      Optional<Map<String, String>> segments,
      Optional<Map<String, String>> gateway) {
    String around = cache.map(settings -> "; cache: " + values(settings)).orElse("");
    String between = packed.map(settings -> "; packed: " + values(settings)).orElse("");
    String beside = segments.map(settings -> "; segments: " + values(settings)).orElse("");
    String above = gateway.map(settings -> "; gateway: " + values(settings)).orElse("");
    return Echo.oneLine(
        "block store " + type + ": " + values(store) + around + between + beside + above);
  }

  static String ofSegments(ConfiguredSegments segments) {
    return Echo.oneLine("segments: " + values(segments.shown()));
  }

  private static String values(Map<String, String> shown) {
    return shown.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String features(Capabilities capabilities) {
    return capabilities.features().stream()
        .map(StackDescription::lower)
        .collect(Collectors.joining(", "));
  }

  private static String limits(Limits limits) {
    return String.join(
        ", ",
        "block " + size(limits.maxBlockBytes()),
        "write " + size(limits.maxWriteBytes()),
        "part " + size(limits.minPartBytes()) + " to " + size(limits.maxPartBytes()),
        "parts " + count(limits.maxParts()),
        "appends " + count(limits.maxAppends()),
        "key " + limits.maxKeyBytes() + "B");
  }

  private static String size(long bytes) {
    return bytes == Long.MAX_VALUE ? "unlimited" : SettingType.SIZE.printer().apply(bytes);
  }

  private static String count(int number) {
    return number == Integer.MAX_VALUE ? "unlimited" : Integer.toString(number);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
