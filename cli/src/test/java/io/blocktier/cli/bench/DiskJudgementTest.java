package io.blocktier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.bench.DiskJudgement.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiskJudgementTest {

  private static final long GIB = 1L << 30;
  private static final DiskAbilities ALL =
      new DiskAbilities(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static CallTimes taking(double micros) {
    long nanos = (long) (micros * 1000);
    return new CallTimes(1000, 4_096_000, 1000 * nanos, nanos, 2 * nanos, 4 * nanos);
  }

  private static DiskFindings disk(Mount mount, double forcedMicros, DiskAbilities able) {
    CallTimes sequential =
        new CallTimes(10, 160L << 20, 1_000_000_000, 100_000_000, 100_000_000, 100_000_000);
    return new DiskFindings(
        Path.of("/data"),
        mount,
        200 * GIB,
        100 * GIB,
        able,
        taking(3),
        taking(forcedMicros),
        taking(2 * forcedMicros),
        taking(forcedMicros),
        Optional.of(taking(100)),
        sequential,
        sequential,
        1);
  }

  private static Mount on(String type, String device, boolean turns, String... options) {
    return new Mount(
        type, device, "/data", List.of(options), Optional.of(turns), Optional.of("write back"));
  }

  private static final Mount SSD = on("ext4", "/dev/nvme0n1p1", false, "rw");

  private static DiskJudgement judged(Mount mount, double forcedMicros) {
    return DiskJudgement.of(disk(mount, forcedMicros, ALL));
  }

  @Test
  void anOrdinaryDiskIsBelieved() {
    DiskJudgement judgement = judged(SSD, 130);
    assertThat(judgement.trust()).isEqualTo(Trust.PLAUSIBLE);
    assertThat(judgement.warnings()).isEmpty();
    assertThat(judgement.notes()).anyMatch(note -> note.contains("cut the power"));
  }

  @Test
  void aForceOfTwoMicrosecondsIsALie() {
    DiskJudgement judgement = judged(SSD, 2);
    assertThat(judgement.trust()).isEqualTo(Trust.DOUBTFUL);
    assertThat(judgement.warnings().getFirst()).contains("less than 2.0 us", "no device was asked");
  }

  @Test
  void thousandsOfForcesOfARotatingDiskAreItsCache() {
    Mount disk = on("xfs", "/dev/sda1", true, "rw");
    assertThat(judged(disk, 200).trust()).isEqualTo(Trust.DOUBTFUL);
    assertThat(judged(disk, 200).warnings().getFirst()).contains("5,000 a second", "rotating");
    assertThat(judged(disk, 8300).trust()).isEqualTo(Trust.PLAUSIBLE);
    assertThat(judged(on("xfs", "/dev/vda", true, "rw"), 200).trust()).isEqualTo(Trust.PLAUSIBLE);
  }

  @Test
  void memoryIsWorthNothing() {
    assertThat(judged(on("tmpfs", "tmpfs", false), 4).trust()).isEqualTo(Trust.NONE);
  }

  @Test
  void aMountWithoutBarriersIsDoubted() {
    Mount mount = on("ext4", "/dev/sdb1", false, "rw", "nobarrier");
    assertThat(judged(mount, 130).trust()).isEqualTo(Trust.DOUBTFUL);
    assertThat(judged(mount, 130).warnings().getFirst()).contains("barriers");
  }

  @Test
  void aRenameThatCannotBeForcedIsDoubted() {
    DiskAbilities able =
        new DiskAbilities(
            ALL.direct(),
            Optional.of("EINVAL"),
            ALL.lock(),
            ALL.hardLink(),
            ALL.attributes(),
            ALL.clock());
    assertThat(DiskJudgement.of(disk(SSD, 130, able)).trust()).isEqualTo(Trust.DOUBTFUL);
  }

  @Test
  void networksLayersAndSlowDisksAreWarnedOf() {
    assertThat(judged(on("nfs4", "host:/x", false), 900).warnings().getFirst()).contains("network");
    assertThat(judged(on("overlay", "overlay", false), 900).warnings().getFirst())
        .contains("mount a volume");
    assertThat(judged(SSD, 40_000).warnings().getFirst()).contains("80 ms");
  }

  @Test
  void whoCannotBeBelievedIsNotAcknowledgedBy() {
    assertThat(advice(SSD, 130)).contains("durability: local").doesNotContain("durability: remote");
    assertThat(advice(SSD, 2)).contains("durability: remote").doesNotContain("durability: local");
    assertThat(advice(SSD, 130)).contains("size: 50GiB", "max_blocks: 10000000", "index: auto");
  }

  private static String advice(Mount mount, double forcedMicros) {
    DiskFindings found = disk(mount, forcedMicros, ALL);
    return new DiskAdvice(found, DiskJudgement.of(found)).yaml();
  }
}
