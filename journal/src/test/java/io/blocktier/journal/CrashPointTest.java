package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each named crash point is met by the script, and survived wherever it is met. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashPointTest {

  private static final int SEEDS = 3;

  @Test
  void everyChangeHasOneName() throws IOException {
    Set<String> unnamed = new HashSet<>();
    SimulatedDisk disk =
        Bench.disk((operation, path) -> {
          if (CrashPoint.isChange(operation) && CrashPoint.of(operation, path).size() != 1) {
            unnamed.add(operation + " " + path + " " + CrashPoint.of(operation, path));
          }
        });
    unnamed.clear(); // making the directory is not the journal's
    new Script().run(disk);
    assertThat(unnamed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void thePowerMayGoAt(CrashPoint point) throws IOException {
    long hits = 0;
    boolean met = true;
    while (met) {
      long wanted = ++hits;
      AtomicLong left = new AtomicLong(Long.MAX_VALUE);
      Script script = new Script();
      SimulatedDisk disk = Bench.disk((operation, path) -> cut(point, operation, path, left));
      left.set(wanted);
      met = !script.endsOn(disk);
      left.set(Long.MAX_VALUE);
      survives(script, disk, point + ", for the time " + wanted);
    }
    assertThat(hits - 1).as("hits of %s", point).isPositive();
  }

  /** From the moment on, nothing reaches the disk any more. */
  private static void cut(CrashPoint point, DiskOperation operation, Path path, AtomicLong left)
      throws IOException {
    boolean here = CrashPoint.of(operation, path).contains(point);
    if (left.get() <= 0 || (here && left.decrementAndGet() == 0)) {
      throw new IOException("no power");
    }
  }

  private static void survives(Script script, SimulatedDisk disk, String where) {
    for (int seed = 0; seed <= SEEDS; seed++) {
      try {
        script.check(new Bench(), seed == SEEDS ? disk.crashLosingAll() : disk.crash(seed));
      } catch (IOException | AssertionError e) {
        throw new AssertionError(where + ", seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
