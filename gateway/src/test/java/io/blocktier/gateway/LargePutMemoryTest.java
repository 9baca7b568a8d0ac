package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However much is sent at a time, a gateway has no more of it in memory than it may. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LargePutMemoryTest {

  private static final int CONNECTIONS = 200;
  private static final long OBJECT_BYTES = 8L << 20;

  /** Heap of 192 MiB, 64 MiB beside it, and what a JVM takes for itself. */
  private static final long MOST_BYTES = 448L << 20;

  @TempDir Path root;

  @Test
  void manyLargeObjectsAtATimeTakeNoMoreMemoryThanBuffersHave() throws Exception {
    LargePutFigures.Result result = LargePutFigures.run(CONNECTIONS, OBJECT_BYTES, root.toString());
    assertThat(result.residentBytes())
        .as("%s, of objects of %d bytes together", result, CONNECTIONS * OBJECT_BYTES)
        .isLessThan(MOST_BYTES);
  }
}
