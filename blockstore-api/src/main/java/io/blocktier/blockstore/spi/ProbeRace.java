package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.bill.RequestScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many calls at the same moment, of which exactly one may take effect. */
final class ProbeRace {

  /** The calls of one race. */
  static final int RACERS = 32;

  private static final Duration RACE_TIMEOUT = Duration.ofSeconds(60);

  /** One of the calls. */
  @FunctionalInterface
  interface Racer {
    void run(int number) throws BlockStoreException;
  }

  private enum Outcome {
    WON,
    LOST,
    NO_EFFECT,
    UNKNOWN
  }

  private final ProbeBench bench;

  ProbeRace(ProbeBench bench) {
    this.bench = bench;
  }

  /**
   * Runs a race.
   *
   * @return the number of the one winner
   * @throws ProbeRefutation if there was more than one, or none though all were answered
   * @throws BlockStoreException if too little was answered to tell
   */
  int run(String what, Racer racer) throws BlockStoreException, ProbeRefutation {
    List<Outcome> outcomes = outcomes(racer);
    long winners = outcomes.stream().filter(Outcome.WON::equals).count();
    if (winners > 1) {
      String evidence = winners + " of " + RACERS + " " + what + " succeeded";
      throw winners < RACERS ? ProbeRefutation.ofRace(evidence) : new ProbeRefutation(evidence);
    }
    if (winners == 0) {
      boolean allLost = outcomes.stream().allMatch(Outcome.LOST::equals);
      ProbeRefutation.unless(!allLost, "none of " + RACERS + " " + what + " succeeded");
      throw new StoreUnavailableException(
          failure("no answer tells which of " + RACERS + " " + what + " succeeded"), null);
    }
    requireContest(what, outcomes);
    return outcomes.indexOf(Outcome.WON);
  }

  private void requireContest(String what, List<Outcome> outcomes)
      throws StoreUnavailableException {
    long losers = outcomes.stream().filter(Outcome.LOST::equals).count();
    if (losers < RACERS / 2) {
      String detail = "only " + losers + " of " + RACERS + " " + what + " were turned down";
      throw new StoreUnavailableException(failure(detail), null);
    }
  }

  private List<Outcome> outcomes(Racer racer) throws BlockStoreException {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Outcome>> running = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      int number = i;
      running.add(
          bench
              .effects()
              .executor()
              .submit(RequestScope.carriedCall(() -> outcome(racer, number, start))));
    }
    start.countDown();
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> future : running) {
      outcomes.add(await(future));
    }
    return outcomes;
  }

  private Outcome outcome(Racer racer, int number, CountDownLatch start) throws Exception {
    if (!start.await(RACE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
      return Outcome.NO_EFFECT;
    }
    Outcome outcome = attempt(racer, number);
    for (int tries = 1; outcome == Outcome.NO_EFFECT && tries < ProbeBench.MOST_TRIES; tries++) {
      outcome = bench.pause(tries) ? attempt(racer, number) : Outcome.UNKNOWN;
    }
    return outcome;
  }

  /** A server may answer a contest with a conflict, which is to be tried again. */
  private Outcome attempt(Racer racer, int number) throws BlockStoreException {
    try {
      return bench.once(() -> {
        racer.run(number);
        return Outcome.WON;
      });
    } catch (PreconditionFailedException e) {
      return Outcome.LOST;
    } catch (StoreUnavailableException e) {
      return Outcome.NO_EFFECT;
    } catch (OutcomeUnknownException e) {
      return Outcome.UNKNOWN;
    }
  }

  private Outcome await(Future<Outcome> future) throws BlockStoreException {
    try {
      return future.get(RACE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BlockStoreException failed
          ? failed
          : new StoreUnavailableException(failure("a call of a race failed"), e.getCause());
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new StoreUnavailableException(failure("a race did not end in " + RACE_TIMEOUT), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(failure("interrupted during a race"), e);
    }
  }

  private Failure failure(String detail) {
    return Failure.of(bench.store(), Operation.PROBE, detail).remedy("probe again");
  }
}
