package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.gateway.DirectoryOptions;
import io.blocktier.gateway.Zone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of {@code gateway:} that are about directory buckets, and the list of their zones. */
final class GatewayZones {

  private static final DirectoryOptions STANDARD = DirectoryOptions.DEFAULT;
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  static final SettingType<String> ID_TYPE =
      new SettingType<>("zone id, e.g. use1-az5", GatewayZones::parseId, id -> id);

  private static final Setting<Boolean> ENABLED =
      Setting.of(
          "s3_express.enabled",
          SettingType.BOOLEAN,
          true,
          "Whether there are zones at all: false lets nobody create a directory bucket or begin a"
              + " session.");

  private static final Setting<String> DEFAULT_ZONE =
      Setting.optional(
          "s3_express.default_zone",
          ID_TYPE,
          "The zone where a directory bucket may be created without a location; one of zones, and"
              + " the only zone where zones is not written. Unless given, clients have to name the"
              + " location, as on AWS, and without zones the only zone is use1-az4.");

  private static final Setting<Duration> SESSION_DURATION =
      Setting.of(
          "s3_express.session_duration",
          SettingType.DURATION,
          STANDARD.sessionDuration(),
          "How long the keys of a session last.");

  private static final Setting<Boolean> UNBOUND_SESSIONS =
      Setting.of(
          "s3_express.unbound_sessions",
          SettingType.BOOLEAN,
          STANDARD.unboundSessions(),
          "Whether a session may name no bucket, and is then good for all directory buckets that"
              + " its owner may use.");

  private static final Setting<Long> MAX_APPEND_SIZE =
      Setting.of(
          "s3_express.max_append_size",
          SettingType.size(1, DirectoryOptions.LARGEST_APPEND_BYTES),
          STANDARD.maxAppendBytes(),
          "The most bytes that one append carries; larger ones are refused as too large.");

  private static final Setting<Boolean> ENABLE_ATOMIC_APPEND =
      Setting.of(
          "s3_express.enable_atomic_append",
          SettingType.BOOLEAN,
          STANDARD.appends(),
          "Whether objects can be appended to; otherwise the answer is 501 NotImplemented.");

  static final List<Setting<?>> SETTINGS =
      List.of(
          ENABLED,
          DEFAULT_ZONE,
          SESSION_DURATION,
          UNBOUND_SESSIONS,
          MAX_APPEND_SIZE,
          ENABLE_ATOMIC_APPEND);

  private GatewayZones() {}

  /**
   * Returns what the settings come to.
   *
   * @throws InvalidSettingException if they contradict each other
   */
  static DirectoryOptions options(Settings settings, List<Zone> written) {
    Optional<String> standard = settings.find(DEFAULT_ZONE);
    List<Zone> zones = written.isEmpty() ? single(standard) : written;
    if (standard.isPresent() && !ids(zones).contains(standard.get())) {
      throw new InvalidSettingException(
          DEFAULT_ZONE.key(), "is none of s3_express.zones: " + ids(zones));
    }
    if (!settings.get(SESSION_DURATION).isPositive()) {
      throw new InvalidSettingException(SESSION_DURATION.key(), "has to be more than nothing");
    }
    boolean enabled = settings.get(ENABLED);
    return new DirectoryOptions(
        enabled ? zones : List.of(),
        enabled ? standard : Optional.empty(),
        settings.get(SESSION_DURATION),
        settings.get(UNBOUND_SESSIONS),
        settings.get(ENABLE_ATOMIC_APPEND),
        settings.get(MAX_APPEND_SIZE));
  }

  private static List<Zone> single(Optional<String> id) {
    return id.isEmpty()
        ? STANDARD.zones()
        : List.of(new Zone(id.get(), Zone.Kind.AVAILABILITY_ZONE));
  }

  private static List<String> ids(List<Zone> zones) {
    return zones.stream().map(Zone::id).toList();
  }

  private static String parseId(String text) {
    if (!ID.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not the id of a zone: lower-case letters and digits, with hyphens");
    }
    return text;
  }
}
