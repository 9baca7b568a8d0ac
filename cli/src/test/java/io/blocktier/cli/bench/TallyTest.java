package io.blocktier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final int HOPELESS = 20;

  private final Tally tally = new Tally();

  private static BlockStoreException refused() {
    return new StoreUnavailableException(
        Failure.of("store", Operation.WRITE, BlockKey.of("block"), "busy"), null);
  }

  private static void fail(Tally.Streak streak, int times) throws BlockStoreException {
    for (int i = 0; i < times; i++) {
      streak.failed(refused());
    }
  }

  @Test
  void callersThatAreRefusedSideBySideAreNoReasonToGiveUp() throws Exception {
    for (int caller = 0; caller < 64; caller++) {
      fail(tally.streak(), HOPELESS - 1);
    }

    assertThat(tally.failures()).isEqualTo(64 * (HOPELESS - 1));
  }

  @Test
  void oneCallerThatIsRefusedAgainAndAgainIs() throws Exception {
    Tally.Streak streak = tally.streak();
    fail(streak, HOPELESS - 1);

    assertThatThrownBy(() -> streak.failed(refused()))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aCallThatSucceedsBeginsTheCountAnew() throws Exception {
    Tally.Streak streak = tally.streak();
    fail(streak, HOPELESS - 1);
    streak.succeeded();
    fail(streak, HOPELESS - 1);

    assertThat(tally.failures()).isEqualTo(2 * (HOPELESS - 1));
  }
}
