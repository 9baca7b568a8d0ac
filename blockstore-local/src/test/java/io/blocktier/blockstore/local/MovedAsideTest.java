package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A block gives up its name to a directory, and gets it back, and is always there. */
class MovedAsideTest {

  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int ROUNDS = 100;
  private static final int WRITERS = 3;
  private static final int KINDS = 20;

  @TempDir Path root;
  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @Test
  void whileItIsMovedABlockIsNeitherMissedNorMixedNorListedTwice() throws Exception {
    try (BlockStore store = LocalFixture.open(root, "sync", "false");
        BlockStore other = LocalFixture.open(root, "sync", "false");
        ExecutorService threads = Executors.newFixedThreadPool(7)) {
      LocalFixture.write(store, "a", text(0));
      List<Callable<Integer>> tasks =
          List.of(
              () -> write(number -> writeBelow(store, "a/b", number)),
              () -> write(number -> writeBelow(other, "a/c/d", number)),
              () -> write(number -> LocalFixture.write(other, "a", text(number))),
              () -> read(store),
              () -> read(other),
              () -> list(store),
              () -> list(other));
      List<Integer> looks = new ArrayList<>();
      for (Future<Integer> done :
          threads.invokeAll(tasks, DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        looks.add(done.get());
      }
      assertThat(looks).allMatch(count -> count > 0);
    }
  }

  private interface Round {
    void run(int number) throws IOException;
  }

  private int write(Round round) throws IOException {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        round.run(i);
      }
      return ROUNDS;
    } finally {
      writing.decrementAndGet();
    }
  }

  private static void writeBelow(BlockStore store, String key, int number) throws IOException {
    LocalFixture.write(store, key, text(number));
    Blocks.delete(store, BlockKey.of(key));
  }

  private int read(BlockStore store) throws IOException {
    int reads = 0;
    ByteBuffer target = ByteBuffer.allocate(KINDS * 1000);
    while (reads == 0 || writing.get() > 0) {
      store.read(BlockKey.of("a"), ByteRange.ALL, target.clear());
      String text = StandardCharsets.UTF_8.decode(target.flip()).toString();
      assertThat(text).isEqualTo(text(text.length() / 1000 - 1));
      reads++;
    }
    return reads;
  }

  private int list(BlockStore store) throws IOException {
    int listings = 0;
    while (listings == 0 || writing.get() > 0) {
      List<String> keys = LocalFixture.list(store, ListOptions.under(KeyPrefix.of("")));
      assertThat(keys).isSorted().doesNotHaveDuplicates().startsWith("a");
      listings++;
    }
    return listings;
  }

  /** Length and bytes follow from the number. */
  private static String text(int number) {
    int kind = number % KINDS;
    return Character.toString('a' + kind).repeat(1000 * (kind + 1));
  }
}
