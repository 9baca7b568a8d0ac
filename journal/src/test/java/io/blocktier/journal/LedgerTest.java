package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.blocktier.blockstore.spi.Signals;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a journal remembers of records that were given up. */
class LedgerTest {

  private static final DiskSpace ROOMY =
      new DiskSpace() {
        @Override
        public void require() {}

        @Override
        public boolean lacksLarge() {
          return false;
        }
      };

  private final Ledger ledger =
      new Ledger(
          Bench.OPTIONS,
          Signals.ofThreads(),
          new Recovered(List.of(), List.of(), 0, 0, 0, 0, true),
          0,
          ROOMY);

  @Test
  void whatIsInMemoryAloneNeverCountsAsDurableHoweverManyFailuresFollow() throws IOException {
    long inMemoryAlone = giveUp();
    long dealtWith = giveUpBehindADurableRecord();
    for (int i = 0; i < Ledger.MAX_LOSSES; i++) {
      ledger.discard(giveUpBehindADurableRecord());
    }
    ledger.discard(dealtWith);
    assertThat(ledger.isDurable(inMemoryAlone)).isFalse();
    assertThatIOException().isThrownBy(() -> ledger.isSettled(inMemoryAlone));
    assertThatIOException().isThrownBy(ledger::requireNoneLost);
  }

  @Test
  void rowsWithWhichSomebodyHasDealtAreForgottenFirst() throws IOException {
    ledger.discard(giveUp());
    long inMemoryAlone = giveUpBehindADurableRecord();
    for (int i = 0; i < Ledger.MAX_LOSSES; i++) {
      ledger.discard(giveUpBehindADurableRecord());
    }
    assertThat(ledger.isDurable(1)).as("forgotten").isTrue();
    assertThat(ledger.isDurable(inMemoryAlone)).isFalse();
  }

  private long giveUpBehindADurableRecord() throws IOException {
    append();
    ledger.committed(ledger.batch());
    return giveUp();
  }

  private long giveUp() throws IOException {
    long generation = append();
    ledger.fail(ledger.batch().records(), new IOException("a sync that fails"));
    return generation;
  }

  private long append() throws IOException {
    Draft draft = Bench.draft("k", 1);
    long generation = ledger.append(Head.of(draft, 1 << 18), draft, 0).generation();
    ledger.wantAll();
    return generation;
  }
}
