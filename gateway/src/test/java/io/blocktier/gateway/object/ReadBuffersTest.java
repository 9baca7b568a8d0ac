package io.blocktier.gateway.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.error.S3Exception;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadBuffersTest {

  @Test
  void aLargerBufferIsToBeHadAsLongAsThereIsOne() {
    ReadBuffers buffers = new ReadBuffers(32, 1 << 10, Duration.ZERO);
    ByteBuffer first = buffers.takeLarge().orElseThrow();
    assertThat(first.capacity()).isEqualTo(4 << 10);
    assertThat(buffers.takeLarge()).isPresent();
    assertThat(buffers.takeLarge()).isEmpty();
    first.position(7).limit(9);
    buffers.giveLargeBack(first);
    assertThat(buffers.takeLarge()).containsSame(first);
    assertThat(first.remaining()).isEqualTo(4 << 10);
  }

  @Test
  void fewBuffersHaveNoLargerOnesBesideThem() throws S3Exception {
    ReadBuffers buffers = new ReadBuffers(15, 1 << 10, Duration.ZERO);
    assertThat(buffers.takeLarge()).isEmpty();
    assertThat(buffers.take().capacity()).isEqualTo(1 << 10);
  }
}
