package io.blocktier.segments;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.manifest.Writer;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.TierPrices;
import io.blocktier.segments.tiering.TieringOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How segments are kept, and the bounds. Immutable and thread-safe.
 *
 * @param directory of the local log, which belongs to one manager alone; created where it is
 *     missing
 * @param names the keys in the stores
 * @param writer tells people who writes, such as host and process
 * @param durability what a write has survived when it returns, unless it says otherwise itself
 * @param segmentBytes how many bytes of records make a segment, at least {@value
 *     #MIN_SEGMENT_BYTES}
 * @param sealAge how long a record waits at most until its segment is begun to be written
 * @param maxUnsealedBytes how much memory may be taken by records that no segment has yet; whoever
 *     writes more waits
 * @param maxBatchBytes how many bytes of keys and values are written at once, at most {@value
 *     #MAX_BATCH_BYTES}
 * @param patience how long a call waits for room, the disk or the store
 * @param diskDeadline how long a call to the disk may take until the disk counts as stalled
 * @param reading how much heap is taken by what was read of segments
 * @param format how segments are written and read
 * @param tiering when segments go to the cold store and come back
 * @param index the table that tells where records are
 * @param prices what requests to the stores cost; nothing is done differently because of them
 * @param upkeep how often garbage is collected and segments are compacted without a command
 * @param contents what the records are, and so what may be done with them
 */
public record SegmentsOptions(
    Path directory,
    SegmentNames names,
    String writer,
    Durability durability,
    int segmentBytes,
    Duration sealAge,
    long maxUnsealedBytes,
    int maxBatchBytes,
    Duration patience,
    Duration diskDeadline,
    ReadMemory reading,
    SegmentOptions format,
    TieringOptions tiering,
    IndexOptions index,
    TierPrices prices,
    UpkeepOptions upkeep,
    Contents contents) {

  /** The smallest segments. */
  public static final int MIN_SEGMENT_BYTES = 1 << 10;

  /** The largest batches. */
  public static final int MAX_BATCH_BYTES = 128 << 20;

  private static final int SEGMENT_BYTES = 64 << 20;
  private static final Duration SEAL_AGE = Duration.ofMinutes(5);
  private static final long UNSEALED_BYTES = 256 << 20;
  private static final int BATCH_BYTES = 16 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one contradicts another
   */
  public SegmentsOptions {
    require(segmentBytes >= MIN_SEGMENT_BYTES, "segments of " + segmentBytes + " bytes");
    require(
        maxBatchBytes > 0 && maxBatchBytes <= MAX_BATCH_BYTES,
        "batches of " + maxBatchBytes + " bytes");
    require(
        maxUnsealedBytes >= maxBatchBytes,
        maxUnsealedBytes + " unsealed bytes, with batches of " + maxBatchBytes);
    require(sealAge.isPositive(), "an age of " + sealAge);
    require(patience.isPositive(), "patience of " + patience);
    require(diskDeadline.isPositive(), "a disk deadline of " + diskDeadline);
    require(
        !writer.isEmpty() && writer.length() <= Writer.MAX_NAME_LENGTH,
        "a writer's name of " + writer.length() + " characters");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("segments cannot have " + what);
    }
  }

  /**
   * Returns options with bounds for most: segments of 64 MiB, or what comes together in five
   * minutes; 256 MiB in memory, batches of 16 MiB, 256 MiB for footers, as much off the heap for
   * the table of keys, 64 MiB for frames; writes survive a power cut; calls wait for 30 seconds;
   * segments move, and are compacted and collected, on command alone.
   *
   * @param directory of the local log
   * @param root what all keys in the stores start with; ends with a slash
   * @return the options
   */
  public static SegmentsOptions of(Path directory, String root) {
    return new SegmentsOptions(
        directory,
        new SegmentNames(KeyPrefix.of(root)),
        "blocktier",
        Durability.LOCAL,
        SEGMENT_BYTES,
        SEAL_AGE,
        UNSEALED_BYTES,
        BATCH_BYTES,
        PATIENCE,
        PATIENCE,
        ReadMemory.DEFAULT,
        SegmentOptions.DEFAULT,
        TieringOptions.MANUAL,
        IndexOptions.DEFAULT,
        TierPrices.FREE,
        UpkeepOptions.MANUAL,
        Contents.RECORDS);
  }

  /**
   * Returns these options with another name for who writes.
   *
   * @param name for people
   * @return the changed options
   */
  public SegmentsOptions withWriter(String name) {
    return new SegmentsOptions(
        directory,
        names,
        name,
        durability,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        format,
        tiering,
        index,
        prices,
        upkeep,
        contents);
  }

  /**
   * Returns these options with another level for writes that name none.
   *
   * @param level what they have survived when they return
   * @return the changed options
   */
  public SegmentsOptions with(Durability level) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        level,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        format,
        tiering,
        index,
        prices,
        upkeep,
        contents);
  }

  /**
   * Returns these options with another moment of sealing.
   *
   * @param bytes of records that make a segment
   * @param age how long a record waits at most
   * @return the changed options
   */
  public SegmentsOptions sealingAt(int bytes, Duration age) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        bytes,
        age,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        format,
        tiering,
        index,
        prices,
        upkeep,
        contents);
  }

  /**
   * Returns these options with other bounds of memory.
   *
   * @param unsealedBytes for records that no segment has yet
   * @param batchBytes for one batch
   * @param reads for what was read of segments
   * @return the changed options
   */
  public SegmentsOptions withMemory(long unsealedBytes, int batchBytes, ReadMemory reads) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        segmentBytes,
        sealAge,
        unsealedBytes,
        batchBytes,
        patience,
        diskDeadline,
        reads,
        format,
        tiering,
        index,
        prices,
        upkeep,
        contents);
  }

  /**
   * Returns these options with other waits.
   *
   * @param ofCalls how long a call waits for room, the disk or the store
   * @param ofDisk how long a call to the disk may take
   * @return the changed options
   */
  public SegmentsOptions withPatience(Duration ofCalls, Duration ofDisk) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        ofCalls,
        ofDisk,
        reading,
        format,
        tiering,
        index,
        prices,
        upkeep,
        contents);
  }

  /**
   * Returns these options with segments of another make.
   *
   * @param make how they are written and read
   * @return the changed options
   */
  public SegmentsOptions with(SegmentOptions make) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        make,
        tiering,
        index,
        prices,
        upkeep,
        contents);
  }

  /**
   * Returns these options with tiers.
   *
   * @param tiers when segments go to the cold store and come back
   * @return the changed options
   */
  public SegmentsOptions with(TieringOptions tiers) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        format,
        tiers,
        index,
        prices,
        upkeep,
        contents);
  }

  /**
   * Returns these options with another table that tells where records are.
   *
   * @param table its bounds
   * @return the changed options
   */
  public SegmentsOptions with(IndexOptions table) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        format,
        tiering,
        table,
        prices,
        upkeep,
        contents);
  }

  /**
   * Returns these options with other prices.
   *
   * @param costs what requests to the stores cost
   * @return the changed options
   */
  public SegmentsOptions with(TierPrices costs) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        format,
        tiering,
        index,
        costs,
        upkeep,
        contents);
  }

  /**
   * Returns these options with other upkeep.
   *
   * @param own how often, and what is done
   * @return the changed options
   */
  public SegmentsOptions with(UpkeepOptions own) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        format,
        tiering,
        index,
        prices,
        own,
        contents);
  }

  /**
   * Returns these options for records of another kind.
   *
   * @param kind what the records are
   * @return the changed options
   */
  public SegmentsOptions with(Contents kind) {
    return new SegmentsOptions(
        directory,
        names,
        writer,
        durability,
        segmentBytes,
        sealAge,
        maxUnsealedBytes,
        maxBatchBytes,
        patience,
        diskDeadline,
        reading,
        format,
        tiering,
        index,
        prices,
        upkeep,
        kind);
  }
}
