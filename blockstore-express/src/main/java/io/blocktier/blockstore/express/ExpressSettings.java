package io.blocktier.blockstore.express;

import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What a store in a directory bucket can be configured with beyond what every S3 store can. */
final class ExpressSettings {

  private static final long MOST_APPENDED = 5L << 30;

  private static final SettingType<String> ZONE_ID =
      matching("zone id, e.g. use1-az4", BucketName.ZONE);

  static final Setting<String> BUCKET =
      Setting.required(
          "bucket",
          new SettingType<>(
              "directory bucket, e.g. logs--use1-az4--x-s3",
              BucketName::legal,
              UnaryOperator.identity()),
          "The directory bucket, by its full name or by its base name. It has to exist.");
  static final Setting<String> ZONE =
      Setting.optional(
          "zone_id",
          ZONE_ID,
          "The zone of a bucket that is given by its base name. Without it: default_zone.");
  static final Setting<String> DEFAULT_ZONE =
      Setting.of("default_zone", ZONE_ID, "use1-az4", "The zone where none is named.");
  static final Setting<Zones> ZONES =
      Setting.optional(
          "zones",
          new SettingType<>(
              "zones, e.g. use1-az4=us-east-1, usw2-az1=us-west-2", Zones::parse, Zones::toString),
          "The zones that may be used, each with its region, which then needs no setting of its"
              + " own. Without it: any zone.");
  static final Setting<String> REGION =
      Setting.optional(
          "region",
          matching("region, e.g. eu-west-1", "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"),
          "The region of the zone. Without it: that of zones; then AWS_REGION, the profile, the"
              + " instance; then us-east-1.");
  static final Setting<Boolean> ENABLED =
      Setting.of(
          "enabled",
          SettingType.BOOLEAN,
          true,
          "Whether directory buckets may be used at all: false refuses to open the store.");
  static final Setting<Duration> SESSION_DURATION =
      Setting.of(
          "session_duration",
          SettingType.DURATION,
          Duration.ofMinutes(5),
          "How long the keys of one session are used at most, 1m to 1h. The server may end it"
              + " earlier, Amazon after five minutes; the next one is opened before that.");
  static final Setting<Long> MAX_APPEND_SIZE =
      Setting.of(
          "max_append_size",
          SettingType.size(1, MOST_APPENDED),
          MOST_APPENDED,
          "The most bytes that one append carries.");
  static final Setting<Boolean> ENABLE_ATOMIC_APPEND =
      Setting.of(
          "enable_atomic_append", SettingType.BOOLEAN, true, "Whether blocks can be appended to.");

  private ExpressSettings() {}

  static List<Setting<?>> with(List<Setting<?>> others) {
    List<Setting<?>> all =
        new ArrayList<>(
            List.of(
                BUCKET,
                ZONE,
                DEFAULT_ZONE,
                ZONES,
                REGION,
                ENABLED,
                SESSION_DURATION,
                MAX_APPEND_SIZE,
                ENABLE_ATOMIC_APPEND));
    all.addAll(others);
    return List.copyOf(all);
  }

  private static SettingType<String> matching(String label, String pattern) {
    return new SettingType<>(
        label,
        text -> {
          if (!text.matches(pattern)) {
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "'%s' is no %s", text, label));
          }
          return text;
        },
        UnaryOperator.identity());
  }
}
