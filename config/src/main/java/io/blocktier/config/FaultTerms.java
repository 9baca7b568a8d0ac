package io.blocktier.config;

import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.gateway.fault.Fault;
import java.time.Duration;
import java.util.List;

/** The keys of a rule that say more about its fault; each kind of fault has some of them. */
final class FaultTerms {

  private static final List<String> STATUSES = List.of("500", "503", "429");
  private static final String ONE_OF_STATUSES = String.join(" | ", STATUSES);
  private static final long GIB = 1L << 30;

  static final Setting<Duration> TIME =
      Setting.optional(
          "time",
          SettingType.DURATION,
          "How late the operation begins (latency), how long the answer stops (stall), how long after"
              + " the conditions were judged the write is done (loose_conditions), how old an answer"
              + " may be (stale_listing).");

  static final Setting<Long> RATE =
      Setting.optional(
          "rate",
          SettingType.size(1, 1024 * GIB),
          "How many bytes of bodies go each way in a second (bandwidth).");

  static final Setting<Long> BYTES =
      Setting.optional(
          "bytes",
          SettingType.size(1, 1024 * GIB),
          "After how many bytes of its body the answer ends (truncation).");

  static final Setting<Integer> STATUS =
      Setting.optional(
          "status",
          new SettingType<>(ONE_OF_STATUSES, FaultTerms::parseStatus, String::valueOf),
          "The status of the answer (refusal).");

  static final Setting<Fault.Side> WHEN =
      Setting.optional(
          "when",
          SettingType.oneOf(Fault.Side.class),
          "Whether nothing is done, or all of it, and not told (refusal, reset).");

  static final List<Setting<?>> SETTINGS = List.of(TIME, RATE, BYTES, STATUS, WHEN);

  private FaultTerms() {}

  private static Integer parseStatus(String text) {
    if (!STATUSES.contains(text)) {
      throw new IllegalArgumentException("'" + text + "' is not one of " + ONE_OF_STATUSES);
    }
    return Integer.valueOf(text);
  }
}
