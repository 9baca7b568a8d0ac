package io.blocktier.segments.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Arrays that wait for the next scan. */
class BatchBuffersTest {

  private final BatchBuffers buffers = new BatchBuffers();

  @Test
  void arrayThatWasUsedLastIsUsedNext() {
    byte[] first = new byte[100];
    byte[] second = new byte[100];
    buffers.give(first);
    buffers.give(second);

    assertThat(buffers.take(100, 200)).isSameAs(second);
    assertThat(buffers.take(50, 200)).isSameAs(first);
    assertThat(buffers.take(50, 200)).hasSize(200);
  }

  @Test
  void arrayWithTooLittleRoomWaitsOn() {
    byte[] small = new byte[100];
    buffers.give(small);

    assertThat(buffers.take(101, 150)).hasSize(150);
    assertThat(buffers.take(100, 150)).isSameAs(small);
  }

  @Test
  void thoseUsedLongestAgoMakeRoomForWhatIsUsedNow() {
    byte[] first = new byte[BatchBuffers.MAX_IDLE_BYTES / 2];
    byte[] second = new byte[BatchBuffers.MAX_IDLE_BYTES / 2];
    byte[] third = new byte[BatchBuffers.MAX_IDLE_BYTES / 4];
    buffers.give(first);
    buffers.give(second);
    buffers.give(third);

    assertThat(buffers.take(1, 2)).isSameAs(third);
    assertThat(buffers.take(1, 2)).isSameAs(second);
    assertThat(buffers.take(1, 2)).as("the first went").hasSize(2);
  }

  @Test
  void arrayThatIsLargerThanAllThatMayWaitDrivesNobodyAway() {
    byte[] small = new byte[1];
    buffers.give(small);
    buffers.give(new byte[BatchBuffers.MAX_IDLE_BYTES + 1]);

    assertThat(buffers.take(1, 2)).isSameAs(small);
  }

  @Test
  void noMoreThanSomeArraysWait() {
    for (int i = 0; i <= BatchBuffers.MAX_IDLE; i++) {
      buffers.give(new byte[i + 1]);
    }
    assertThat(buffers.take(BatchBuffers.MAX_IDLE + 1, BatchBuffers.MAX_IDLE + 2))
        .hasSize(BatchBuffers.MAX_IDLE + 1);
    buffers.give(new byte[1]);
    for (int i = 0; i < BatchBuffers.MAX_IDLE; i++) {
      assertThat(buffers.take(1, 100)).hasSizeLessThan(100);
    }
    assertThat(buffers.take(1, 100)).hasSize(100);
  }
}
