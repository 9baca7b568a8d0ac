package io.blocktier.gateway.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBuffersTest {

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  private final BodyBuffers buffers = new BodyBuffers(16 * MIB, MIB, 8 * MIB, Duration.ofMillis(1));

  private void fill(int size) throws S3Exception {
    List<BodyBuffers.Lease> leases = new ArrayList<>();
    for (int i = 0; i < 16 * MIB / size; i++) {
      leases.add(buffers.lease(size));
    }
    assertThatThrownBy(() -> buffers.lease(1)).isInstanceOf(S3Exception.class);
    leases.forEach(BodyBuffers.Lease::close);
  }

  @Test
  void buffersThatWaitToBeUsedAgainAreWithinTheBoundToo() throws Exception {
    fill(64 * KIB);
    fill(MIB);
    fill(8 * MIB);
    try (BodyBuffers.Lease lease = buffers.lease(3 * MIB)) {
      assertThat(lease.array()).hasSize(4 * MIB);
      assertThat(buffers.usedBytes()).isEqualTo(4 * MIB);
      assertThat(buffers.usedBytes() + buffers.idleBytes()).isEqualTo(12 * MIB);
    }
    assertThat(buffers.usedBytes()).isZero();
    assertThat(buffers.idleBytes()).isEqualTo(12 * MIB);
  }

  @Test
  void aBufferIsUsedAgain() throws Exception {
    byte[] array;
    try (BodyBuffers.Lease lease = buffers.lease(100 * KIB)) {
      array = lease.array();
    }
    try (BodyBuffers.Lease lease = buffers.lease(128 * KIB)) {
      assertThat(lease.array()).isSameAs(array);
    }
  }

  @Test
  void aBodyTakesNoMoreThanTwiceItsSize() throws Exception {
    for (int size = 64 * KIB; size <= 8 * MIB; size += 60 * KIB) {
      try (BodyBuffers.Lease lease = buffers.lease(size)) {
        assertThat(lease.array().length).isBetween(size, 2 * size);
      }
    }
  }

  @Test
  void aBufferForWhichTheHeapHasNoPlaceLeavesTheRoomToOthers() {
    int huge = Integer.MAX_VALUE / KIB * KIB; // longer than any array
    BodyBuffers large = new BodyBuffers(2L * huge, MIB, huge, Duration.ofMillis(1));
    assertThatThrownBy(() -> large.lease(huge)).isInstanceOf(OutOfMemoryError.class);
    assertThat(large.usedBytes()).isZero();
  }
}
