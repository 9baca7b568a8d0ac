package io.blocktier.config;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.packed.PackedOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of {@code packed:}, and what they come to. Many are those of {@code segments:}. */
final class PackedSection {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final int LARGEST_BYTES =
      SegmentsOptions.MAX_BATCH_BYTES - PackedOptions.ROOM_BESIDE_BLOCK;

  private static final Setting<SegmentNames> PREFIX =
      Setting.of(
          "prefix",
          SegmentsSection.ROOT,
          SegmentsSection.ROOT.parser().apply("packed/"),
          "What the keys of all objects in the store begin with. One program at a time writes"
              + " there: who opens it last.");

  private static final Setting<Long> MAX_PACKED =
      Setting.of(
          "max_packed",
          SettingType.size(0, LARGEST_BYTES),
          (long) PackedOptions.MAX_PACKED_BYTES,
          "The largest block that is packed. A larger one is an object of its own, and its record"
              + " refers to that.");

  private static final Setting<Duration> AGE =
      Setting.of(
          "age",
          SettingType.DURATION,
          Duration.ofSeconds(1),
          "How long a block waits at most until its segment is begun to be written; with"
              + " durability remote so does its writer. A longer one makes fewer and larger"
              + " segments.");

  private static final Setting<Long> MEMORY =
      Setting.of(
          "memory",
          SettingType.size(1, 1024 * GIB),
          256 * MIB,
          "How much memory the blocks take at most that no segment has yet, and as much again for"
              + " those that are on their way into the log. At least 4MiB, or what a larger"
              + " max_packed needs. Writers wait at that bound, and fail after timeout.");

  private static final Setting<Durability> DURABILITY =
      Setting.of(
          "durability",
          SettingType.oneOf(Durability.class),
          Durability.REMOTE,
          "What a write has survived when it returns: local is a power cut, as it is on the disk of"
              + " the log; remote is the loss of this machine, as it is in a segment in the store."
              + " With local a cache above forgets what is in that log alone, and says that it is"
              + " in the store. memory is refused.");

  private static final Setting<Duration> UPKEEP =
      Setting.of(
          "upkeep",
          SettingType.DURATION,
          Duration.ofMinutes(10),
          "How often segments are compacted that are small or mostly dead, and what was replaced a"
              + " day before is deleted; the first time, what earlier processes left behind is"
              + " written down, too.");

  static final Section SECTION =
      new Section(
          KnownKey.PACKED.path(),
          withPrices(
              SegmentsSection.PATH,
              PREFIX,
              MAX_PACKED,
              SegmentsSection.SIZE,
              AGE,
              SegmentsSection.FRAME,
              SegmentsSection.COMPRESSION,
              MEMORY,
              SegmentsSection.INDEX_MEMORY,
              SegmentsSection.FRAMES_MEMORY,
              DURABILITY,
              UPKEEP,
              SegmentsSection.TIMEOUT,
              SegmentsSection.DISK_DEADLINE,
              SegmentsSection.WRITER));

  private PackedSection() {}

  private static List<Setting<?>> withPrices(Setting<?>... own) {
    List<Setting<?>> all = new ArrayList<>(List.of(own));
    all.addAll(PriceSettings.ALL);
    return List.copyOf(all);
  }

  /**
   * Returns what the settings come to.
   *
   * @throws InvalidSettingException if they contradict each other
   */
  static PackedOptions options(Settings settings) {
    List<Setting<Duration>> waits =
        List.of(AGE, UPKEEP, SegmentsSection.TIMEOUT, SegmentsSection.DISK_DEADLINE);
    SegmentsSection.requirePositive(settings, waits);
    int batch = PackedOptions.batchBytes(Math.toIntExact(settings.get(MAX_PACKED)));
    if (settings.get(MEMORY) < batch) {
      throw new InvalidSettingException(
          MEMORY.key(), "has to be at least " + MEMORY.show((long) batch));
    }
    requireDurability(settings);
    String root = settings.get(PREFIX).root().value();
    SegmentOptions format =
        SegmentOptions.DEFAULT
            .withFrameBytes(Math.toIntExact(settings.get(SegmentsSection.FRAME)))
            .with(settings.get(SegmentsSection.COMPRESSION));
    SegmentsOptions segments =
        SegmentsOptions.of(settings.get(SegmentsSection.PATH), root)
            .withWriter(settings.get(SegmentsSection.WRITER))
            .with(settings.get(DURABILITY))
            .sealingAt(Math.toIntExact(settings.get(SegmentsSection.SIZE)), settings.get(AGE))
            .withMemory(settings.get(MEMORY), batch, SegmentsSection.reading(settings))
            .withPatience(
                settings.get(SegmentsSection.TIMEOUT), settings.get(SegmentsSection.DISK_DEADLINE))
            .with(format);
    return new PackedOptions(
        segments, Math.toIntExact(settings.get(MAX_PACKED)), settings.get(UPKEEP));
  }

  private static void requireDurability(Settings settings) {
    Durability level = settings.get(DURABILITY);
    if (level == Durability.MEMORY) {
      throw new InvalidSettingException(
          DURABILITY.key(), "has to be local or remote, so that a block survives a power cut");
    }
    Duration timeout = settings.get(SegmentsSection.TIMEOUT);
    if (level == Durability.REMOTE && settings.get(AGE).compareTo(timeout) >= 0) {
      throw new InvalidSettingException(
          AGE.key(),
          "has to be less than timeout, which is "
              + SegmentsSection.TIMEOUT.show(timeout)
              + ", because writers wait for it");
    }
  }
}
