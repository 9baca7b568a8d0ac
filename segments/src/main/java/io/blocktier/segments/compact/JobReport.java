package io.blocktier.segments.compact;

import io.blocktier.segments.manifest.SegmentEntry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What became of a job. Immutable and thread-safe.
 *
 * @param job what was to be done
 * @param outputs the segments that are in the place of the inputs; none where nothing is alive, or
 *     the job was not done
 * @param kept records that were written
 * @param shadowed records that were dropped because a newer one of their key was there
 * @param over tombstones that hid nothing any more, and values that were over
 * @param bill what was asked of the store, the measuring of what is alive not included
 * @param givenUp why the job was not done, or empty where it was
 */
public record JobReport(
    CompactionJob job,
    List<SegmentEntry> outputs,
    long kept,
    long shadowed,
    long over,
    RequestBill bill,
    Optional<IOException> givenUp) {

  /** Copies the list. */
  public JobReport {
    outputs = List.copyOf(outputs);
  }

  /**
   * Returns how many bytes fewer the outputs have than the inputs. They are free once the inputs
   * are collected.
   *
   * @return bytes, 0 where the job was not done
   */
  public long gain() {
    long bytes = outputs.stream().mapToLong(entry -> entry.content().bytes()).sum();
    return givenUp.isPresent() ? 0 : job.inputBytes() - bytes;
  }
}
