package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.OutOfSpaceException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The keys of {@code block_store.memory}, opened through the door that users take. */
class MemoryStoreTest {

  @Test
  void aBlockComesBack() throws Exception {
    try (Running running = Running.of("block_store: {type: memory}")) {
      running.write("a/b", new byte[] {1, 2, 3});

      assertThat(running.read("a/b")).containsExactly(1, 2, 3);
      assertThat(running.stack().description())
          .startsWith("block store memory: max_bytes=1GiB; from test.yaml:1:1; durability memory;");
    }
  }

  @Test
  void maxBytesBoundsTheStore() throws Exception {
    String yaml =
        """
        block_store:
          type: memory
          memory:
            max_bytes: 64KiB
        """;
    try (Running running = Running.of(yaml)) {
      running.write("fits", new byte[1 << 16]);

      assertThatThrownBy(() -> running.write("more", new byte[1]))
          .isInstanceOf(OutOfSpaceException.class);
    }
  }

  @Test
  void aUriMeansAStoreOfItsOwn() throws Exception {
    Map<String, String> environment = Map.of("BLOCKTIER_BLOCK_STORE_MEMORY_MAX_BYTES", "10");
    StoreUris.Resolved resolved = StoreUris.resolve("mem:a/b", Optional.empty(), environment);

    assertThat(resolved.name()).isEqualTo("a/b");
    try (Running running = Running.of(resolved.config())) {
      running.write(resolved.name(), new byte[10]);

      assertThat(running.read("a/b")).hasSize(10);
      assertThat(running.stack().description()).contains("max_bytes=10; from mem:a/b;");
    }
  }
}
