package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Limits;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartPlanTest {

  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;
  private static final Limits S3 =
      new Limits(5L << 40, 5 * GIB, 5 * MIB, 5 * GIB, 10_000, 0, BlockKey.MAX_BYTES);

  @Test
  void partsHaveTheWantedSizeWhereThatSuffices() {
    PartPlan plan = PartPlan.within(S3, 20 * MIB + 1, 8 * MIB).orElseThrow();
    assertThat(plan.partSize()).isEqualTo(8 * MIB);
    assertThat(plan.parts()).isEqualTo(3);
    assertThat(plan.range(2)).isEqualTo(ByteRange.of(16 * MIB, 4 * MIB + 1));
  }

  @Test
  void partsGrowWhereTheStoreAllowsTooFew() {
    PartPlan plan = PartPlan.within(S3, 5L << 40, 8 * MIB).orElseThrow();
    assertThat(plan.parts()).isLessThanOrEqualTo(10_000);
    assertThat(plan.partSize()).isGreaterThan(500 * MIB);
  }

  @Test
  void partsAreNeverSmallerOrLargerThanAllowed() {
    assertThat(PartPlan.within(S3, 100 * MIB, MIB).orElseThrow().partSize()).isEqualTo(5 * MIB);
    assertThat(PartPlan.within(S3, 100 * GIB, 6 * GIB).orElseThrow().partSize()).isEqualTo(5 * GIB);
  }

  @Test
  void whatDoesNotFitHasNoPlan() {
    assertThat(PartPlan.within(S3, (5L << 40) + 1, 8 * MIB)).isEmpty();
    Limits tight = new Limits(1_000, 10, 1, 10, 5, 0, BlockKey.MAX_BYTES);
    assertThat(PartPlan.within(tight, 50, 10)).isPresent();
    assertThat(PartPlan.within(tight, 51, 10)).isEmpty();
  }

  @Test
  void partsCoverEveryByteOnce() {
    Random random = new Random(4);
    for (int round = 0; round < 2_000; round++) {
      long length = random.nextLong(1, 5_001);
      Limits limits =
          new Limits(
              10_000,
              100,
              1 + random.nextInt(20),
              6_000,
              1 + random.nextInt(50),
              0,
              BlockKey.MAX_BYTES);
      PartPlan plan = PartPlan.within(limits, length, 1 + random.nextInt(200)).orElseThrow();
      long next = 0;
      for (int i = 0; i < plan.parts(); i++) {
        ByteRange range = plan.range(i);
        assertThat(range.offset()).as("%s, seed 4", plan).isEqualTo(next);
        assertThat(range.length()).isPositive();
        assertThat(i == plan.parts() - 1 || range.length() >= limits.minPartBytes()).isTrue();
        next += range.length();
      }
      assertThat(next).isEqualTo(length);
      assertThat(plan.parts()).isLessThanOrEqualTo(limits.maxParts());
    }
  }
}
