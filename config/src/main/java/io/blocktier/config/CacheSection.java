package io.blocktier.config;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.cache.CacheOptions;
import io.blocktier.cache.IndexKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The keys of {@code cache:}, and what they come to. */
final class CacheSection {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  private static final int AT_RISK_SHARE = 2;
  private static final long BLOCK_ON_AVERAGE = 4 << 10;
  private static final int CALLS = 16;
  private static final int MOST_CALLS = 10_000;

  private static final Setting<Path> PATH =
      Setting.required(
          "path",
          SettingType.PATH,
          "The directory of the cache, created where it is missing. One process at a time has it.");

  private static final Setting<Long> SIZE =
      Setting.of(
          "size",
          SettingType.size(8 * MIB, 1024 * TIB),
          10 * GIB,
          "The most that the files of the cache take on the disk; at least "
              + CacheOptions.STAGED_BLOCKS_ON_DISK
              + " times max_staged. On a disk that has failed, up to "
              + CacheOptions.LENT_SEGMENTS
              + " files of the journal more, until what it failed has moved.");

  private static final Setting<Long> MAX_AT_RISK =
      Setting.optional(
          "max_at_risk",
          SettingType.size(1, 512 * TIB),
          "The most bytes that may be acknowledged and not yet in the store; at most half of size."
              + " Writers wait at that bound, and fail after timeout; blocks larger than 1MiB wait"
              + " for the store instead, where less than a quarter would be left. 1GiB unless"
              + " given, and half of a smaller size.");

  private static final Setting<Integer> MAX_BLOCKS =
      Setting.optional(
          "max_blocks",
          SettingType.integer(1, Integer.MAX_VALUE),
          "The most blocks that are cached; one for each 4KiB of size unless given, and at most"
              + " 10000000.");

  private static final Setting<IndexKind> INDEX =
      Setting.of(
          "index",
          SettingType.oneOf(IndexKind.class),
          IndexKind.AUTO,
          "What tells where each block is: on the Java heap, about 40 bytes a block and its key; or"
              + " in a Chronicle Map, in memory off the heap, up to about 125 bytes for each of"
              + " max_blocks, of which a clean stop leaves an image beside size, about 35 bytes a"
              + " block and its key, for the next start. auto takes the heap for up to three million"
              + " blocks, as it is ready sooner behind a crash, and the map for more where the JVM"
              + " has the options for it.");

  private static final Setting<Long> MAX_STAGED =
      Setting.optional(
          "max_staged",
          SettingType.size(1, CacheOptions.MAX_STAGED_BYTES),
          "The largest block that is staged; larger ones go straight to the store. 16MiB unless"
              + " given, and the most there is room for in a smaller size.");

  private static final Setting<Durability> DURABILITY =
      Setting.of(
          "durability",
          SettingType.oneOf(Durability.class),
          Durability.LOCAL,
          "What an acknowledged write is that asks for nothing else: in memory, safe from a power"
              + " cut on the disk of the cache, or in the store.");

  private static final Setting<Duration> TIMEOUT =
      duration(
          "timeout",
          Duration.ofSeconds(30),
          "How long a call waits: for room, for another call on its block, for the store.");

  private static final Setting<Integer> FLUSH_CONCURRENCY =
      Setting.optional(
          "flush.concurrency",
          SettingType.integer(1, MOST_CALLS),
          "How many calls that bring blocks to the store may be under way at a time; fewer are"
              + " while it fails some. 16 unless given, and "
              + MOST_CALLS
              + " where blocks are packed: that many wait for one segment together.");

  private static final Setting<Duration> FLUSH_BACKOFF =
      duration(
          "flush.backoff",
          Duration.ofMillis(100),
          "How long a block waits that the store could not take; each further time it doubles.");

  private static final Setting<Duration> FLUSH_MAX_BACKOFF =
      duration(
          "flush.max_backoff",
          Duration.ofSeconds(30),
          "The longest that it waits; at least flush.backoff.");

  private static final Setting<Duration> FLUSH_LATENESS =
      duration(
          "flush.lateness",
          CacheOptions.DEFAULT_LATENESS,
          "How long a call whose reply was lost may still take effect. A version that was written"
              + " behind such a call counts as stored only after that time, if the store still has"
              + " it then.");

  private static final Setting<Duration> DISK_DEADLINE =
      duration(
          "disk.deadline",
          CacheOptions.DEFAULT_DISK_DEADLINE,
          "How long a call to the disk of the cache may take. While one takes longer, writes that"
              + " need the disk are refused, and reads come from the store where it has the block.");

  static final Section SECTION =
      new Section(
          KnownKey.CACHE.path(),
          Stream.of(
                  List.<Setting<?>>of(PATH, SIZE, MAX_AT_RISK, MAX_BLOCKS, INDEX, MAX_STAGED),
                  List.<Setting<?>>of(DURABILITY, TIMEOUT),
                  List.<Setting<?>>of(
                      FLUSH_CONCURRENCY, FLUSH_BACKOFF, FLUSH_MAX_BACKOFF, FLUSH_LATENESS),
                  List.<Setting<?>>of(DISK_DEADLINE),
                  ReadSettings.SETTINGS)
              .<Setting<?>>flatMap(List::stream)
              .toList());

  private CacheSection() {}

  private static Setting<Duration> duration(String key, Duration standard, String doc) {
    return Setting.of(key, SettingType.DURATION, standard, doc);
  }

  /**
   * Returns the settings with the values of those whose defaults depend on others.
   *
   * @param packs whether the store beneath packs blocks
   */
  static Settings complete(Settings settings, boolean packs) {
    long size = settings.get(SIZE);
    return settings
        .or(MAX_AT_RISK, Math.min(GIB, size / AT_RISK_SHARE))
        .or(MAX_BLOCKS, (int) Math.min(10_000_000, size / BLOCK_ON_AVERAGE))
        .or(MAX_STAGED, Math.min(16 * MIB, size / CacheOptions.STAGED_BLOCKS_ON_DISK))
        .or(FLUSH_CONCURRENCY, packs ? MOST_CALLS : CALLS);
  }

  /**
   * Returns what the settings come to.
   *
   * @param settings which are {@linkplain #complete complete}
   * @throws InvalidSettingException if they contradict each other
   */
  static CacheOptions options(Settings settings) {
    requireRoom(settings, MAX_AT_RISK, AT_RISK_SHARE);
    requireRoom(settings, MAX_STAGED, CacheOptions.STAGED_BLOCKS_ON_DISK);
    requirePositive(settings, TIMEOUT);
    requirePositive(settings, DISK_DEADLINE);
    requirePositive(settings, FLUSH_BACKOFF);
    if (settings.get(FLUSH_MAX_BACKOFF).compareTo(settings.get(FLUSH_BACKOFF)) < 0) {
      throw new InvalidSettingException(
          FLUSH_MAX_BACKOFF.key(),
          "has to be at least flush.backoff, which is "
              + FLUSH_BACKOFF.show(settings.get(FLUSH_BACKOFF)));
    }
    return new CacheOptions(
        settings.get(PATH),
        settings.get(SIZE),
        settings.get(MAX_BLOCKS),
        settings.get(INDEX),
        settings.get(MAX_AT_RISK),
        Math.toIntExact(settings.get(MAX_STAGED)),
        settings.get(DURABILITY),
        settings.get(TIMEOUT),
        settings.get(FLUSH_CONCURRENCY),
        settings.get(FLUSH_BACKOFF),
        settings.get(FLUSH_MAX_BACKOFF),
        ReadSettings.options(settings),
        settings.get(FLUSH_LATENESS),
        settings.get(DISK_DEADLINE));
  }

  private static void requireRoom(Settings settings, Setting<Long> bytes, int times) {
    long size = settings.get(SIZE);
    if (settings.get(bytes) > size / times) {
      throw new InvalidSettingException(
          bytes.key(),
          bytes.show(settings.get(bytes))
              + " needs a cache.size of at least "
              + times
              + " times as much, which is "
              + SIZE.show(size)
              + "; write at most "
              + bytes.show(size / times));
    }
  }

  private static void requirePositive(Settings settings, Setting<Duration> duration) {
    if (!settings.get(duration).isPositive()) {
      throw new InvalidSettingException(duration.key(), "has to be more than nothing");
    }
  }
}
