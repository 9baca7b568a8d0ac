package io.blocktier.cli.bench;

import io.blocktier.cli.bench.DiskJudgement.Trust;
import java.util.Locale;

/**
 * The settings of a cache and of a log of segments that suit a disk.
 *
 * @param found what was found of it
 * @param judgement what that comes to
 */
public record DiskAdvice(DiskFindings found, DiskJudgement judgement) {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long LEAST_CACHE = 64 * MIB;
  private static final long BLOCK = 4 << 10;
  private static final long MOST_ON_HEAP = 3_000_000;
  private static final long MOST_BLOCKS = 10_000_000;
  private static final int SECONDS_AT_RISK = 10;
  private static final int STALLS = 20;

  /**
   * Writes them.
   *
   * @return a configuration that is complete but for the name of the store beneath
   */
  public String yaml() {
    long size = Math.max(LEAST_CACHE, found.usableBytes() / 2);
    Yaml yaml = new Yaml();
    yaml.comment("The store beneath is yours to name; 'blocktier bench store' measures it.");
    yaml.section(0, "block_store").value(1, "type", "s3");
    yaml.section(1, "s3").value(2, "bucket", "my-bucket");
    cache(yaml, size);
    segments(yaml);
    return yaml.text();
  }

  private void cache(Yaml yaml, long size) {
    yaml.section(0, "cache")
        .value(1, "path", Yaml.quoted(found.directory().resolve("cache").toString()))
        .value(1, "size", Yaml.size(size), "half of what is free")
        .value(1, "durability", durability(), durabilityWhy())
        .value(
            1,
            "max_at_risk",
            Yaml.size(atRisk(size)),
            SECONDS_AT_RISK + " s of writes at the rate of this disk, at most a tenth of size");
    index(yaml, size);
    yaml.section(1, "disk").value(2, "deadline", deadlineSeconds() + "s", "many times the worst");
  }

  private static void index(Yaml yaml, long size) {
    long blocks = Math.clamp(size / BLOCK, 1, MOST_BLOCKS);
    yaml.value(1, "max_blocks", Long.toString(blocks), "one for each 4KiB, up to ten million");
    yaml.value(
        1,
        "index",
        blocks <= MOST_ON_HEAP ? "heap" : "auto",
        blocks <= MOST_ON_HEAP
            ? "few enough blocks for the heap"
            : "a map off the heap where the JVM has the options for it");
  }

  private void segments(Yaml yaml) {
    long size = segment();
    yaml.section(0, "segments")
        .value(1, "path", Yaml.quoted(found.directory().resolve("segments").toString()))
        .value(1, "size", Yaml.size(size), "a second of writes, at most 64MiB")
        .value(1, "memory", Yaml.size(4 * size), "four segments on their way")
        .value(1, "durability", durability());
  }

  private String durability() {
    return judgement.trust() == Trust.PLAUSIBLE ? "local" : "remote";
  }

  private String durabilityWhy() {
    return judgement.trust() == Trust.PLAUSIBLE
        ? String.format(
            Locale.ROOT, "a forced write takes %.2f ms here", found.single().p50Nanos() / 1e6)
        : "what this disk says is forced may not be";
  }

  private long atRisk(long size) {
    long burst = (long) (found.sequentialWrite().byteRate() * SECONDS_AT_RISK);
    return Math.clamp(burst, 16 * MIB, Math.max(16 * MIB, Math.min(size / 10, 16 * GIB)));
  }

  /** A power of two, as files of that size are recycled. */
  private long segment() {
    return Math.clamp(
        Long.highestOneBit((long) found.sequentialWrite().byteRate() | 1), 8 * MIB, 64 * MIB);
  }

  private long deadlineSeconds() {
    long worst =
        Math.max(
            Math.max(found.single().worstNanos(), found.group().worstNanos()),
            Math.max(found.rename().worstNanos(), found.sequentialWrite().worstNanos()));
    return Math.clamp(STALLS * worst / 1_000_000_000, 30, 600);
  }
}
