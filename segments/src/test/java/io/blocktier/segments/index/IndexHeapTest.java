package io.blocktier.segments.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.segments.LiveHeap;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import org.junit.jupiter.api.Test;

/** How much heap an index needs. */
class IndexHeapTest {

  private static final int PER_SEGMENT = 10_000;

  private static void cover(SegmentIndex index, int segment) {
    try (Cover cover = index.begin(segment, PER_SEGMENT)) {
      assertThat(cover).isNotNull();
      for (int i = 0; i < PER_SEGMENT; i++) {
        cover.add(RecordKey.of(segment + "/" + i), RecordKind.PUT, i);
      }
      assertThat(cover.finish()).isTrue();
    }
  }

  @Test
  void theHeapDoesNotGrowWithTheKeys() throws Exception {
    SegmentIndex index = new SegmentIndex(64 << 20);
    cover(index, 1);
    LiveHeap.bytes();
    long few = LiveHeap.bytes();
    for (int segment = 2; segment <= 50; segment++) {
      cover(index, segment);
    }
    long many = LiveHeap.bytes();
    assertThat(index.records()).isEqualTo(50L * PER_SEGMENT);
    assertThat(index.bytes()).as("off the heap").isGreaterThan(16L * 50 * PER_SEGMENT);
    assertThat(many - few).as("heap for 490,000 records more").isLessThan(490_000 / 2);
  }
}
