package io.blocktier.config;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.IndexOptions;
import io.blocktier.segments.ReadMemory;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.Compression;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.manifest.Writer;
import io.blocktier.segments.objects.SegmentNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of {@code segments:} that take a value, and what they come to. */
final class SegmentsSection {

  /** Where stores are described within the section. */
  static final List<StorePlace> PLACES = List.of(StorePlace.HOT, StorePlace.COLD);

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  static final SettingType<SegmentNames> ROOT =
      new SettingType<>(
          "text that ends with a slash, e.g. ledger/",
          text -> new SegmentNames(KeyPrefix.of(text)),
          names -> names.root().value());

  private static final SettingType<String> NAME =
      new SettingType<>(
          "text, 1 to " + Writer.MAX_NAME_LENGTH + " characters",
          SegmentsSection::requireName,
          name -> name);

  static final Setting<Path> PATH =
      Setting.required(
          "path",
          SettingType.PATH,
          "The directory of the log, created where it is missing. One process at a time has it.");

  private static final Setting<SegmentNames> PREFIX =
      Setting.of(
          "prefix",
          ROOT,
          new SegmentNames(KeyPrefix.of("records/")),
          "What the keys of all blocks of these segments begin with, in either store. One program"
              + " at a time writes there: who opens it last.");

  static final Setting<Long> SIZE =
      Setting.of(
          "size",
          SettingType.size(SegmentsOptions.MIN_SEGMENT_BYTES, GIB),
          64 * MIB,
          "How many bytes of records make a segment.");

  private static final Setting<Duration> AGE =
      duration(
          "age",
          Duration.ofMinutes(5),
          "How long a record waits at most until its segment is begun to be written.");

  static final Setting<Long> FRAME =
      Setting.of(
          "frame",
          SettingType.size(SegmentOptions.MIN_FRAME_BYTES, SegmentOptions.MAX_FRAME_BYTES),
          64 * KIB,
          "How many bytes of records, before compression, are read at least for one of them.");

  static final Setting<Compression> COMPRESSION =
      Setting.of(
          "compression",
          SettingType.oneOf(Compression.class),
          Compression.LZ4,
          "How frames are stored; those that lz4 makes hardly smaller stay as they are.");

  private static final Setting<Long> MEMORY =
      Setting.of(
          "memory",
          SettingType.size(1, 1024 * GIB),
          256 * MIB,
          "How much memory the records take at most that no segment has yet; at least batch."
              + " Writers wait at that bound, and fail after timeout.");

  private static final Setting<Long> BATCH =
      Setting.of(
          "batch",
          SettingType.size(1, SegmentsOptions.MAX_BATCH_BYTES),
          16 * MIB,
          "How many bytes of keys and values are written at once at most.");

  static final Setting<Long> INDEX_MEMORY =
      Setting.of(
          "index.memory",
          SettingType.size(0, 1024 * GIB),
          256 * MIB,
          "How much heap is taken by footers and key indexes of segments that were read.");

  static final Setting<Long> FRAMES_MEMORY =
      Setting.of(
          "frames.memory",
          SettingType.size(0, 1024 * GIB),
          64 * MIB,
          "How much heap is taken by frames that were read for single records, decompressed and"
              + " compared once, so that further reads ask no store. None are kept of values longer"
              + " than a frame, nor any larger than an eighth of this; 0 for none at all.");

  private static final Setting<Long> INDEX_TABLE =
      Setting.of(
          "index.table",
          SettingType.size(0, 1024 * GIB),
          256 * MIB,
          "How much memory off the heap is taken at most, about 21 bytes for each record of a"
              + " segment, by the table that tells in which segment a key is. It is direct memory"
              + " of the JVM, of which there is as much as heap unless -XX:MaxDirectMemorySize says"
              + " otherwise. Segments that it has no room for are looked through one by one; 0 for"
              + " no table.");

  private static final Setting<Integer> INDEX_CHECKPOINT =
      Setting.of(
          "index.checkpoint",
          SettingType.integer(0, IndexOptions.MAX_CHECKPOINT_SEGMENTS),
          64,
          "Behind how many new segments, if they have a quarter of all records, that table is"
              + " written to the store, so that the next process need not read the keys of all"
              + " segments; 0 for never.");

  private static final Setting<Durability> DURABILITY =
      Setting.of(
          "durability",
          SettingType.oneOf(Durability.class),
          Durability.LOCAL,
          "What an acknowledged write is that asks for nothing else: in memory, safe from a power"
              + " cut on the disk of the log, or in a segment in the store.");

  static final Setting<Duration> TIMEOUT =
      duration(
          "timeout",
          Duration.ofSeconds(30),
          "How long a call waits: for room, for the disk, for the store; also how long closing"
              + " waits until everything is sealed. What is not stays in the log.");

  static final Setting<Duration> DISK_DEADLINE =
      duration(
          "disk.deadline",
          Duration.ofSeconds(30),
          "How long a call to the disk of the log may take until the disk counts as stalled.");

  static final Setting<String> WRITER =
      Setting.of(
          "writer",
          NAME,
          "blocktier",
          "Tells people who writes, in the manifest, such as the name of the host.");

  static final Section SECTION =
      new Section(
          KnownKey.SEGMENTS.path(),
          withTiering(
              PATH,
              PREFIX,
              SIZE,
              AGE,
              FRAME,
              COMPRESSION,
              MEMORY,
              BATCH,
              INDEX_MEMORY,
              INDEX_TABLE,
              INDEX_CHECKPOINT,
              FRAMES_MEMORY,
              DURABILITY,
              TIMEOUT,
              DISK_DEADLINE,
              WRITER));

  private SegmentsSection() {}

  private static List<Setting<?>> withTiering(Setting<?>... own) {
    List<Setting<?>> all = new ArrayList<>(List.of(own));
    all.addAll(TieringSettings.ALL);
    all.addAll(UpkeepSettings.ALL);
    all.addAll(PriceSettings.ALL);
    return List.copyOf(all);
  }

  private static Setting<Duration> duration(String key, Duration standard, String doc) {
    return Setting.of(key, SettingType.DURATION, standard, doc);
  }

  private static String requireName(String text) {
    if (text.isEmpty() || text.length() > Writer.MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "has " + text.length() + " characters; 1 to " + Writer.MAX_NAME_LENGTH + " are allowed");
    }
    return text;
  }

  /**
   * Returns what the settings come to.
   *
   * @throws InvalidSettingException if they contradict each other
   */
  static SegmentsOptions options(Settings settings) {
    requirePositive(settings, List.of(AGE, TIMEOUT, DISK_DEADLINE));
    if (settings.get(MEMORY) < settings.get(BATCH)) {
      throw new InvalidSettingException(
          MEMORY.key(), "has to be at least batch, which is " + BATCH.show(settings.get(BATCH)));
    }
    SegmentOptions format =
        SegmentOptions.DEFAULT
            .withFrameBytes(Math.toIntExact(settings.get(FRAME)))
            .with(settings.get(COMPRESSION));
    return SegmentsOptions.of(settings.get(PATH), settings.get(PREFIX).root().value())
        .withWriter(settings.get(WRITER))
        .with(settings.get(DURABILITY))
        .sealingAt(Math.toIntExact(settings.get(SIZE)), settings.get(AGE))
        .withMemory(settings.get(MEMORY), Math.toIntExact(settings.get(BATCH)), reading(settings))
        .withPatience(settings.get(TIMEOUT), settings.get(DISK_DEADLINE))
        .with(new IndexOptions(settings.get(INDEX_TABLE), settings.get(INDEX_CHECKPOINT)))
        .with(TieringSettings.tiering(settings))
        .with(UpkeepSettings.upkeep(settings))
        .with(format);
  }

  static ReadMemory reading(Settings settings) {
    return new ReadMemory(settings.get(INDEX_MEMORY), settings.get(FRAMES_MEMORY));
  }

  static void requirePositive(Settings settings, List<Setting<Duration>> waits) {
    for (Setting<Duration> wait : waits) {
      if (!settings.get(wait).isPositive()) {
        throw new InvalidSettingException(wait.key(), "has to be more than nothing");
      }
    }
  }
}
