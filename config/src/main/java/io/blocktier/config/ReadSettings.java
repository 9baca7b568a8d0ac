package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.cache.ReadOptions;
import java.util.List;

/** The keys of {@code cache:} that are about reads. */
final class ReadSettings {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private static final Setting<Long> MEMORY =
      Setting.of(
          "memory",
          SettingType.size(0, 1024 * GIB),
          64 * MIB,
          "The most that blocks of up to read_ahead.unit take in memory, on the Java heap; 0 for"
              + " none.");

  private static final Setting<Long> UNIT =
      Setting.of(
          "read_ahead.unit",
          SettingType.size(ReadOptions.MIN_UNIT_BYTES, ReadOptions.MAX_UNIT_BYTES),
          MIB,
          "What is fetched from the store at least, and what parts of larger blocks are aligned"
              + " to.");

  private static final Setting<Long> MIN =
      Setting.of(
          "read_ahead.min",
          SettingType.size(1, GIB),
          2 * MIB,
          "How far ahead of a reader that goes through a block is fetched at first; it doubles.");

  private static final Setting<Long> MAX =
      Setting.of(
          "read_ahead.max",
          SettingType.size(0, GIB),
          16 * MIB,
          "How far ahead at most; 0 for not at all, otherwise at least read_ahead.min.");

  private static final Setting<Long> BUFFER =
      Setting.of(
          "read_ahead.buffer",
          SettingType.size(ReadOptions.UNITS_IN_BUFFER * ReadOptions.MIN_UNIT_BYTES, 1024 * GIB),
          64 * MIB,
          "The most that what is being fetched, and what was fetched of large blocks, takes in"
              + " memory; at least twice read_ahead.max and "
              + ReadOptions.UNITS_IN_BUFFER
              + " times read_ahead.unit. Readers wait at that bound, and fail after timeout.");

  static final List<Setting<?>> SETTINGS = List.of(MEMORY, UNIT, MIN, MAX, BUFFER);

  private ReadSettings() {}

  /**
   * Returns what the settings come to.
   *
   * @throws InvalidSettingException if they contradict each other
   */
  static ReadOptions options(Settings settings) {
    long max = settings.get(MAX);
    if (max != 0 && max < settings.get(MIN)) {
      throw new InvalidSettingException(
          MAX.key(),
          "has to be 0 or at least read_ahead.min, which is " + MIN.show(settings.get(MIN)));
    }
    requireBuffer(settings, MAX, 2);
    requireBuffer(settings, UNIT, ReadOptions.UNITS_IN_BUFFER);
    return new ReadOptions(
        settings.get(MEMORY),
        Math.toIntExact(settings.get(UNIT)),
        Math.toIntExact(settings.get(MIN)),
        Math.toIntExact(max),
        settings.get(BUFFER));
  }

  private static void requireBuffer(Settings settings, Setting<Long> bytes, int times) {
    long buffer = settings.get(BUFFER);
    if (settings.get(bytes) > buffer / times) {
      throw new InvalidSettingException(
          BUFFER.key(),
          "has to be at least "
              + times
              + " times "
              + bytes.key()
              + ", which is "
              + bytes.show(settings.get(bytes)));
    }
  }
}
