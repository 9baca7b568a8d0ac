package io.blocktier.segments.packed;

import io.blocktier.blockstore.Durability;
import io.blocktier.segments.Contents;
import io.blocktier.segments.SegmentsOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How blocks are packed. Immutable and thread-safe.
 *
 * @param segments how the segments are kept, whose records are blocks; their durability is what a
 *     write has survived when it returns, {@link Durability#LOCAL} or {@link Durability#REMOTE},
 *     and their age how long a write waits for others at most
 * @param maxPackedBytes the largest block that is packed; a larger one is an object of its own
 * @param upkeep how often what is dead is looked for, and segments are compacted, whatever {@link
 *     SegmentsOptions#upkeep()} says of that
 */
public record PackedOptions(SegmentsOptions segments, int maxPackedBytes, Duration upkeep) {

  /** What {@link #maxPackedBytes} is for most. */
  public static final int MAX_PACKED_BYTES = 1 << 20;

  /** What a batch has to have room for beside the largest block: its key and its head, twice. */
  public static final int ROOM_BESIDE_BLOCK = 64 << 10;

  /** The files of the log are four times as large, and filled with zeros before they are used. */
  private static final int BATCH_BYTES = 4 << 20;

  private static final Duration AGE = Duration.ofSeconds(1);
  private static final Duration UPKEEP = Duration.ofMinutes(10);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one contradicts another
   */
  public PackedOptions {
    segments = segments.with(Contents.BLOCKS);
    require(maxPackedBytes >= 0, "blocks of " + maxPackedBytes + " bytes");
    require(
        segments.maxBatchBytes() - ROOM_BESIDE_BLOCK >= maxPackedBytes,
        "blocks of " + maxPackedBytes + " bytes in batches of " + segments.maxBatchBytes());
    require(upkeep.isPositive(), "upkeep each " + upkeep);
    require(segments.durability() != Durability.MEMORY, "writes that survive nothing");
    require(
        segments.durability() == Durability.LOCAL
            || segments.sealAge().compareTo(segments.patience()) < 0,
        "an age of " + segments.sealAge() + ", with a patience of " + segments.patience());
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("packed blocks cannot have " + what);
    }
  }

  /**
   * Returns options for most: blocks of up to 1 MiB are packed; a write returns when its segment is
   * in the store, which takes a second and the time of two requests, unless 64 MiB come together
   * before.
   *
   * @param directory of the local log
   * @param root what all keys in the store start with; ends with a slash
   * @return the options
   */
  public static PackedOptions of(Path directory, String root) {
    SegmentsOptions standard = SegmentsOptions.of(directory, root);
    return new PackedOptions(
        standard
            .with(Durability.REMOTE)
            .sealingAt(standard.segmentBytes(), AGE)
            .withMemory(
                standard.maxUnsealedBytes(), batchBytes(MAX_PACKED_BYTES), standard.reading()),
        MAX_PACKED_BYTES,
        UPKEEP);
  }

  /**
   * Returns how large batches have to be, so that a block fits into one.
   *
   * @param maxPackedBytes the largest block that is packed
   * @return bytes for {@link SegmentsOptions#maxBatchBytes()}
   */
  public static int batchBytes(int maxPackedBytes) {
    return Math.max(BATCH_BYTES, Math.addExact(maxPackedBytes, ROOM_BESIDE_BLOCK));
  }

  /** Returns how the segments are kept, with their upkeep at the pace of these options. */
  SegmentsOptions managed() {
    return segments.with(segments.upkeep().withEvery(upkeep));
  }

  /**
   * Returns these options with other segments.
   *
   * @param other how they are kept
   * @return the changed options
   */
  public PackedOptions with(SegmentsOptions other) {
    return new PackedOptions(other, maxPackedBytes, upkeep);
  }

  /**
   * Returns these options with another bound on what is packed.
   *
   * @param bytes of the largest block that is packed
   * @return the changed options
   */
  public PackedOptions packingUpTo(int bytes) {
    return new PackedOptions(segments, bytes, upkeep);
  }

  /**
   * Returns these options with another pace of upkeep.
   *
   * @param interval how often it is done
   * @return the changed options
   */
  public PackedOptions withUpkeep(Duration interval) {
    return new PackedOptions(segments, maxPackedBytes, interval);
  }
}
