package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.tiering.MoveOptions;
import io.blocktier.segments.tiering.PromotionPolicy;
import io.blocktier.segments.tiering.TieringOptions;
import io.blocktier.segments.tiering.TieringPolicy;
import io.blocktier.segments.tiering.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of {@code segments.tiering} and {@code segments.gc}, and what they come to. */
final class TieringSettings {

  private static final long TIB = 1L << 40;
  private static final long PIB = 1L << 50;

  private static final Setting<Duration> AGE =
      Setting.optional(
          "tiering.age",
          SettingType.DURATION,
          "Segments go to the cold store once they were sealed this long ago; with tiering.idle,"
              + " too, both have to hold.");

  private static final Setting<Duration> IDLE =
      Setting.optional(
          "tiering.idle",
          SettingType.DURATION,
          "Segments go to the cold store once nobody has read them for this long, as far as this"
              + " process knows: reads before it began count as made then.");

  private static final Setting<Long> HIGH =
      Setting.optional(
          "tiering.high",
          SettingType.size(1, PIB),
          "With more bytes than these in the hot store, those segments go that were used longest"
              + " ago, whatever their age is.");

  private static final Setting<Long> LOW =
      Setting.optional(
          "tiering.low",
          SettingType.size(0, PIB),
          "Down to how many bytes they go then; tiering.high unless given.");

  private static final Setting<Duration> RESIDENCY =
      Setting.of(
          "tiering.residency",
          SettingType.DURATION,
          Duration.ZERO,
          "How long a segment stays in a store at least once it has come there.");

  private static final Setting<Long> MIN_SIZE =
      Setting.of(
          "tiering.min_size",
          SettingType.size(0, TIB),
          0L,
          "Smaller segments stay hot until compaction has made more of them, unless tiering.high"
              + " wants them gone.");

  private static final Setting<Duration> TTL =
      Setting.optional(
          "tiering.ttl",
          SettingType.DURATION,
          "Whole segments are removed, with all their records, once they were sealed this long ago,"
              + " unless they are pinned or hide older records that stay, or that a log may have which"
              + " another writer's took the place of in the last seven days.");

  private static final Setting<Long> RATE =
      Setting.optional(
          "tiering.rate",
          SettingType.size(1, TIB),
          "How much is moved in a second at most, in either direction.");

  private static final Setting<Duration> INTERVAL =
      Setting.of(
          "tiering.interval",
          SettingType.DURATION,
          Duration.ofMinutes(5),
          "How long a process that has the segments open waits from one pass to the next; 'segments"
              + " tier' makes one now.");

  private static final Setting<Integer> PARALLELISM =
      Setting.of(
          "tiering.parallelism",
          SettingType.integer(1, 64),
          MoveOptions.DEFAULT.parallelism(),
          "How many segments are moved at once.");

  private static final Setting<Duration> DEADLINE =
      Setting.of(
          "tiering.deadline",
          SettingType.DURATION,
          MoveOptions.DEFAULT.deadline(),
          "How long moving one segment takes at most.");

  private static final Setting<Integer> PROMOTE_READS =
      Setting.optional(
          "tiering.promote_reads",
          SettingType.integer(1, PromotionPolicy.MAX_READS),
          "So many reads within tiering.promote_window bring a segment back to the hot store, if it"
              + " fits below tiering.high.");

  private static final Setting<Duration> PROMOTE_WINDOW =
      Setting.of(
          "tiering.promote_window",
          SettingType.DURATION,
          Duration.ofHours(1),
          "Within which time those reads have to come.");

  private static final Setting<Duration> HORIZON =
      Setting.of(
          "gc.horizon",
          SettingType.DURATION,
          GarbageLimits.DEFAULT.horizon(),
          "How long a block has to be unneeded until 'segments gc', or upkeep, deletes it: the time"
              + " to take something back, and the longest that readers elsewhere may use an old view.");

  private static final Setting<Integer> MAX_OBJECTS =
      Setting.of(
          "gc.max_objects",
          SettingType.integer(1, 1_000_000),
          GarbageLimits.DEFAULT.maxObjects(),
          "How many blocks one pass deletes at most, or writes down as left behind.");

  private static final Setting<Long> MAX_BYTES =
      Setting.of(
          "gc.max_bytes",
          SettingType.size(1, PIB),
          GarbageLimits.DEFAULT.maxBytes(),
          "How many bytes they have together at most, unless one alone has more.");

  static final List<Setting<?>> ALL =
      List.of(
          AGE,
          IDLE,
          HIGH,
          LOW,
          RESIDENCY,
          MIN_SIZE,
          TTL,
          RATE,
          INTERVAL,
          PARALLELISM,
          DEADLINE,
          PROMOTE_READS,
          PROMOTE_WINDOW,
          HORIZON,
          MAX_OBJECTS,
          MAX_BYTES);

  /** How many segments wait to be brought back at most. */
  private static final int MAX_WAITING = 1_000;

  private TieringSettings() {}

  /**
   * Refuses a policy that moves segments to a store that is not there.
   *
   * @throws InvalidSettingException if there is one
   */
  static void requireCold(Settings settings) {
    for (Setting<?> moves : List.of(AGE, IDLE, HIGH, PROMOTE_READS)) {
      if (settings.find(moves).isPresent()) {
        throw new InvalidSettingException(
            moves.key(), "needs a store 'segments.cold' for segments to go to");
      }
    }
  }

  /**
   * Returns when segments move.
   *
   * @throws InvalidSettingException if the settings contradict each other
   */
  static TieringOptions tiering(Settings settings) {
    SegmentsSection.requirePositive(settings, List.of(INTERVAL, DEADLINE, PROMOTE_WINDOW));
    requireUseful(settings);
    TieringPolicy policy =
        new TieringPolicy(
            settings.find(AGE),
            settings.find(IDLE),
            watermark(settings),
            settings.get(RESIDENCY),
            settings.get(MIN_SIZE),
            settings.find(TTL),
            settings.find(RATE).orElse(TieringPolicy.UNLIMITED));
    Duration window = settings.get(PROMOTE_WINDOW);
    return new TieringOptions(
        policy,
        settings.find(PROMOTE_READS).map(reads -> new PromotionPolicy(reads, window, MAX_WAITING)),
        MoveOptions.DEFAULT
            .withParallelism(settings.get(PARALLELISM))
            .withDeadline(settings.get(DEADLINE)),
        settings.get(INTERVAL));
  }

  private static void requireUseful(Settings settings) {
    if (settings.find(TTL).filter(ttl -> !ttl.isPositive()).isPresent()) {
      throw new InvalidSettingException(TTL.key(), "has to be more than nothing");
    }
    if (settings.find(LOW).isPresent() && settings.find(HIGH).isEmpty()) {
      throw new InvalidSettingException(LOW.key(), "has no effect without tiering.high");
    }
  }

  private static Optional<Watermark> watermark(Settings settings) {
    if (settings.find(HIGH).isEmpty()) {
      return Optional.empty();
    }
    long high = settings.find(HIGH).get();
    long low = settings.find(LOW).orElse(high);
    if (low > high) {
      throw new InvalidSettingException(
          LOW.key(), "has to be tiering.high at most, which is " + HIGH.show(high));
    }
    return Optional.of(new Watermark(high, low));
  }

  /** Returns what one pass of the garbage collector may do. */
  static GarbageLimits garbage(Settings settings) {
    return new GarbageLimits(
        settings.get(HORIZON), settings.get(MAX_OBJECTS), settings.get(MAX_BYTES));
  }
}
