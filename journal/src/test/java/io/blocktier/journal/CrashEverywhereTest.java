package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cuts the power before every single call to the disk of a scripted run. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashEverywhereTest {

  private static final int SEEDS = 3;

  @Test
  void acknowledgedRecordsSurviveAPowerCutAtEveryCall() throws IOException {
    int call = 0;
    int crashes = 0;
    long released = 0;
    boolean ended = false;
    while (!ended) {
      Script script = new Script();
      AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
      SimulatedDisk disk = Bench.disk((_, _) -> spend(left));
      left.set(call++);
      ended = script.endsOn(disk);
      left.set(Integer.MAX_VALUE);
      released = script.released;
      for (int seed = 0; seed <= SEEDS; seed++) {
        SimulatedDisk after = seed == SEEDS ? disk.crashLosingAll() : disk.crash(seed);
        checkTwice(script, after, "call " + call + ", seed " + seed);
        crashes++;
      }
    }
    System.out.printf("%d calls, %d power cuts%n", call, crashes);
    assertThat(call).isGreaterThan(150);
    assertThat(released).isPositive();
  }

  private static void spend(AtomicInteger left) throws IOException {
    if (left.getAndUpdate(calls -> Math.max(calls - 1, 0)) == 0) {
      throw new IOException("no power");
    }
  }

  private static void checkTwice(Script script, SimulatedDisk left, String where) {
    try {
      script.check(new Bench(), left);
      SimulatedDisk again = left.crashLosingAll();
      Bench bench = new Bench();
      Script next = script.after(script.check(bench, again), bench);
      next.check(new Bench(), again.crashLosingAll());
    } catch (IOException | AssertionError e) {
      throw new AssertionError(where + ": " + e.getMessage(), e);
    }
  }
}
