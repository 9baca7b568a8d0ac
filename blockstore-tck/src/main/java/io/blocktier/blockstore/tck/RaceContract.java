package io.blocktier.blockstore.tck;

import static io.blocktier.blockstore.tck.Subject.key;
import static io.blocktier.blockstore.tck.TestBytes.stamped;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Races for one key: of many conditional changes, exactly one takes effect. */
interface RaceContract extends Fixture {

  @Test
  default void ifAbsentHasOneWinnerWhoseContentStays() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_CREATE);
    for (int round = 0; round < 5; round++) {
      String key = "round-" + round;
      var outcomes = race(i -> subject().write(key, stamped(i + 1), WriteOptions.ifAbsent()));
      assertWinnersContent(key, outcomes);
    }
  }

  @Test
  default void ifMatchHasOneWinnerWhoseContentStays() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_REPLACE);
    for (int round = 0; round < 5; round++) {
      String key = "round-" + round;
      WriteOptions options = WriteOptions.ifMatch(subject().write(key, stamped(1_000)).etag());
      var outcomes = race(i -> subject().write(key, stamped(i + 1), options));
      assertWinnersContent(key, outcomes);
    }
  }

  @Test
  default void conditionalCopyHasOneWinnerWhoseContentStays() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_COPY);
    for (int i = 0; i < scale().racers(); i++) {
      subject().write("source/" + i, stamped(i + 1));
    }
    CopyOptions ifAbsent = CopyOptions.DEFAULT.with(Precondition.IF_ABSENT);
    var outcomes = race(i -> store().copy(key("source/" + i), key("target"), ifAbsent));
    assertWinnersContent("target", outcomes);
  }

  @Test
  default void renameIfAbsentHasOneWinnerAndLosersKeepTheirBlocks() throws Exception {
    subject().assumeOffered(Capability.RENAME);
    for (int i = 0; i < scale().racers(); i++) {
      subject().write("source/" + i, stamped(i + 1));
    }
    var outcomes =
        race(i -> store().rename(key("source/" + i), key("target"), Precondition.IF_ABSENT));
    int winner = assertWinnersContent("target", outcomes);
    for (int i = 0; i < scale().racers(); i++) {
      if (i == winner) {
        subject().assertAbsent("source/" + i);
      } else {
        subject().assertHolds("source/" + i, stamped(i + 1));
      }
    }
  }

  @Test
  default void renameOfOneBlockSucceedsOnce() throws Exception {
    subject().assumeOffered(Capability.RENAME);
    subject().write("source", stamped(1));
    var outcomes = race(i -> store().rename(key("source"), key("target/" + i), Precondition.NONE));
    int winner = onlyWinner(outcomes, BlockNotFoundException.class);
    assertThat(subject().keys()).containsExactly("target/" + winner);
    subject().assertHolds("target/" + winner, stamped(1));
  }

  @Test
  default void appendAtOneOffsetHasOneWinner() throws Exception {
    subject().assumeOffered(Capability.APPEND);
    for (long offset : new long[] {0, 100}) {
      var outcomes =
          race(i -> {
            byte[] tail = TestBytes.bytes(i, 100);
            return store().append(key("log"), offset, Content.of(tail));
          });
      int winner = onlyWinner(outcomes, PreconditionFailedException.class);
      ByteBuffer log = ByteBuffer.wrap(subject().read("log"));
      assertThat(log.remaining()).isEqualTo((int) offset + 100);
      assertThat(log.position((int) offset))
          .isEqualTo(ByteBuffer.wrap(TestBytes.bytes(winner, 100)));
    }
  }

  @Test
  default void conditionalDeleteSucceedsOnce() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_DELETE);
    DeleteOptions options = DeleteOptions.ifMatch(subject().write("a", stamped(1)).etag());
    var outcomes =
        race(i -> {
          store().delete(key("a"), options);
          return i;
        });
    onlyWinner(outcomes, PreconditionFailedException.class);
    subject().assertAbsent("a");
  }

  @Test
  default void versionIsEitherReplacedOrDeleted() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_DELETE, Capability.CONDITIONAL_REPLACE);
    Etag etag = subject().write("a", stamped(1_000)).etag();
    var outcomes =
        race(i -> {
          if (i % 2 == 0) {
            store().delete(key("a"), DeleteOptions.ifMatch(etag));
          } else {
            subject().write("a", stamped(i), WriteOptions.ifMatch(etag));
          }
          return i;
        });
    int winner = onlyWinner(outcomes, PreconditionFailedException.class);
    if (winner % 2 == 0) {
      subject().assertAbsent("a");
    } else {
      subject().assertHolds("a", stamped(winner));
    }
  }

  @Test
  default void counterByCompareAndSwapIsExact() throws Exception {
    subject().assumeOffered(Capability.CONDITIONAL_REPLACE);
    subject().write("counter", counter(0));
    int threads = Math.min(8, scale().racers());
    Race.runAll(threads, scale().deadline(), _ -> countUp(5));
    assertThat(ByteBuffer.wrap(subject().read("counter")).getLong()).isEqualTo(5L * threads);
  }

  private void countUp(int times) throws BlockStoreException {
    for (int done = 0; done < times; ) {
      ByteBuffer target = ByteBuffer.allocate(Long.BYTES);
      Etag seen = store().read(key("counter"), ByteRange.ALL, target).block().etag();
      try {
        subject().write("counter", counter(target.getLong(0) + 1), WriteOptions.ifMatch(seen));
        done++;
      } catch (PreconditionFailedException overtaken) {
        Thread.onSpinWait();
      }
    }
  }

  private static byte[] counter(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private <T> List<Race.Outcome<T>> race(Race.Entrant<T> entrant) throws InterruptedException {
    return Race.run(scale().racers(), scale().deadline(), entrant);
  }

  /** Checks that one write won, and that its bytes and its version are there; tells which. */
  private int assertWinnersContent(String key, List<Race.Outcome<Receipt>> outcomes)
      throws BlockStoreException {
    int winner = onlyWinner(outcomes, PreconditionFailedException.class);
    subject().assertHolds(key, stamped(winner + 1));
    Receipt receipt = Objects.requireNonNull(outcomes.get(winner).result(), "the winner's receipt");
    assertThat(receipt.etag()).isEqualTo(subject().stat(key).etag());
    return winner;
  }

  private static int onlyWinner(
      List<? extends Race.Outcome<?>> outcomes, Class<? extends Throwable> losers) {
    assertThat(outcomes).filteredOn(Race.Outcome::won).as("winners").hasSize(1);
    assertThat(outcomes)
        .filteredOn(outcome -> !outcome.won())
        .extracting(Race.Outcome::failure)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(losers));
    return outcomes.stream().filter(Race.Outcome::won).findFirst().orElseThrow().number();
  }
}
