package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls wait for what others hold, and no longer than they may. */
class PatienceTest {

  private static final Duration MOST = Duration.ofSeconds(5);

  @TempDir Path root;

  private final AtomicLong now = new AtomicLong();
  private final Ticker ticker = now::get;
  private final Patience patience = new Patience(MOST, ticker);

  private Duration leftUnder(Duration deadline) {
    return Deadline.in(deadline, ticker).call(patience::left);
  }

  @Test
  void aCallWithoutDeadlineWaitsAsLongAsIsConfigured() {
    assertThat(patience.left()).isEqualTo(MOST);
  }

  @Test
  void aCallWaitsNoLongerThanItsDeadlineAllows() {
    assertThat(leftUnder(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    assertThat(leftUnder(Duration.ofSeconds(9))).isEqualTo(MOST);
    assertThat(leftUnder(Duration.ofSeconds(-1))).isEqualTo(Duration.ZERO);
  }

  @Test
  void aWriteGivesUpAtItsDeadlineWhileAnotherHoldsTheLock() throws Exception {
    BlockKey key = BlockKey.of("x");
    int stripe = Math.floorMod(key.value().hashCode(), KeyLocks.STRIPES);
    try (BlockStore store = LocalFixture.open(root)) {
      LocalFixture.write(store, "x", "old");
      try (SharedFiles files = SharedFiles.open(root.resolve(".blocktier"));
          var _ = files.tryLock(stripe).orElseThrow()) {
        Deadline soon = Deadline.in(Duration.ofMillis(500), LocalFixture.EFFECTS.ticker());
        assertThatThrownBy(() ->
                soon.call(() -> store.write(key, Content.of(new byte[1]), WriteOptions.DEFAULT)))
            .isInstanceOf(StoreUnavailableException.class)
            .hasCauseInstanceOf(KeyLocks.LockTimeoutException.class);
      }
      assertThat(LocalFixture.read(store, "x")).isEqualTo("old");
    }
  }
}
