package io.blocktier.config;

import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.UpkeepOptions;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.objects.Pace;
import java.time.Duration;
import java.util.List;

/** The keys of {@code segments.upkeep}, and what they come to. */
final class UpkeepSettings {

  private static final long TIB = 1L << 40;
  private static final int PERCENT = 100;
  private static final CompactionPolicy STANDARD = UpkeepOptions.MANUAL.compaction();

  private static final Setting<Duration> EVERY =
      Setting.of(
          "upkeep.every",
          SettingType.DURATION,
          Duration.ZERO,
          "How long after the opening, and after each run, a process that has the segments open"
              + " deletes what is due by gc, and compacts; the first run that succeeds writes down"
              + " what earlier processes left behind, too. 0s for never: 'segments gc', 'compact'"
              + " and 'orphans' do it then. What takes longer than this is left to the next run."
              + " No command of 'segments' has such a run beside it.");

  private static final Setting<Integer> LIVE_PERCENT =
      Setting.of(
          "upkeep.live_percent",
          SettingType.integer(0, PERCENT),
          (int) Math.round(STANDARD.minLiveRatio() * PERCENT),
          "Such a run rewrites segments of which less is alive. The more, the less room the dead"
              + " take, and the more often is written again what is alive.");

  private static final Setting<Long> RATE =
      Setting.optional(
          "upkeep.rate",
          SettingType.size(1, TIB),
          "How much of segments such a run reads in a second at most, to compact them.");

  static final List<Setting<?>> ALL = List.of(EVERY, LIVE_PERCENT, RATE);

  private UpkeepSettings() {}

  /** Returns what is done without a command. */
  static UpkeepOptions upkeep(Settings settings) {
    CompactionPolicy compaction =
        STANDARD
            .withMinLiveRatio((double) settings.get(LIVE_PERCENT) / PERCENT)
            .withBytesPerSecond(settings.find(RATE).orElse(Pace.UNLIMITED));
    return new UpkeepOptions(settings.get(EVERY), compaction, TieringSettings.garbage(settings));
  }
}
