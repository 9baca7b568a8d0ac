package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Cuts the power of one disk, time after time, while the same writers go on. Now and then they
 * begin anew in an empty directory, for much happens only there.
 */
final class PowerCutSeries {

  private static final int MAX_CUTS_PER_LIFE = 40;
  private static final int DRAIN_EVERY = 8;

  /** How long the writers go on before the next cut, at most. */
  private static final int MAX_MILLIS_BETWEEN_CUTS = 100;

  private final Disks disks;
  private final FileSystem kind;
  private final int commitSeconds;
  private final boolean noisy;
  private final Subject subject;
  private final Bench bench;
  private final SplittableRandom random;

  /** Closed while a cut is looked at, so that the writers do not keep that waiting. */
  private final Gate gate = new Gate();

  private Histories histories = new Histories(Workload.keys());
  private int directory;
  private long cuts;

  PowerCutSeries(
      Disks disks,
      FileSystem kind,
      int commitSeconds,
      boolean noisy,
      Subject subject,
      Bench bench,
      SplittableRandom random) {
    this.disks = disks;
    this.kind = kind;
    this.commitSeconds = commitSeconds;
    this.noisy = noisy;
    this.subject = subject;
    this.bench = bench;
    this.random = random;
  }

  @Override
  public String toString() {
    return subject.label()
        + " on "
        + kind.label()
        + (noisy ? " with a neighbour" : " alone")
        + (kind == FileSystem.EXT4 ? ", commit=" + commitSeconds : "");
  }

  void run(long enough) throws IOException, ConfigException, BlockStoreException {
    Image image = disks.image("disk", kind, commitSeconds);
    Beneath beneath = disks.beneath(bench.effects());
    try {
      while (bench.budget().goesOn(cuts, enough) && bench.tally().isClean()) {
        live(image, beneath, cuts + 1 + random.nextInt(MAX_CUTS_PER_LIFE), enough);
        bench.tally().add("lives");
        if (random.nextBoolean()) {
          beginAnew(image, beneath);
        }
      }
    } finally {
      beneath.delete(name());
      image.delete();
    }
  }

  private void beginAnew(Image image, Beneath beneath) throws IOException {
    Directories.delete(image.mounted().resolve(name()));
    beneath.delete(name());
    directory++;
    histories = new Histories(Workload.keys());
  }

  /** The same on the disk that is cut and beneath. */
  private String name() {
    return "subject-" + directory;
  }

  private void live(Image image, Beneath beneath, long last, long enough)
      throws IOException, ConfigException, BlockStoreException {
    Path disk = image.mounted();
    try (Neighbour _ = noisy ? Neighbour.start(disk, gate, bench) : null;
        Subject.Opened opened = subject.open(disk.resolve(name()), () -> beneath.open(name()));
        Workload workload = new Workload(opened, subject.travels(), histories, gate, bench)) {
      workload.start(noisy || random.nextBoolean() ? Workload.WRITERS : 1, random.split());
      while (cuts < last && bench.budget().goesOn(cuts, enough) && bench.tally().isClean()) {
        goOnForAWhile();
        cut(image, beneath);
        cuts++;
        bench.tally().add("cuts");
        bench.tally().add("cuts on " + kind.label());
      }
    }
  }

  private void goOnForAWhile() throws IOException {
    try {
      long millis = random.nextInt(MAX_MILLIS_BETWEEN_CUTS);
      bench.effects().sleeper().sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted between two cuts");
    }
  }

  private void cut(Image image, Beneath beneath) throws IOException, ConfigException {
    Map<String, KeyHistory.Bounds> before = histories.bounds();
    Image left = beneath.cut(image, "cut");
    Map<String, KeyHistory.Bounds> after = histories.bounds();
    gate.close();
    try {
      left.mount();
      look(left, beneath, before, after);
    } finally {
      gate.open();
    }
  }

  private void look(
      Image left,
      Beneath beneath,
      Map<String, KeyHistory.Bounds> before,
      Map<String, KeyHistory.Bounds> after)
      throws IOException, ConfigException {
    try {
      audit(left.mounted().resolve(name()), () -> beneath.openLeft(name()), before, after);
    } catch (AuditException | BlockStoreException e) {
      bench.tally().found(this + ", cut " + cuts + ": " + e.getMessage());
    } finally {
      Leftovers.open(left.mounted()).forEach(file -> bench.tally().found("still open: " + file));
      left.delete();
      beneath.forget();
    }
  }

  private void audit(
      Path disk,
      StoreBeneath beneath,
      Map<String, KeyHistory.Bounds> before,
      Map<String, KeyHistory.Bounds> after)
      throws AuditException, ConfigException, BlockStoreException {
    try (Subject.Opened left = subject.open(disk, beneath)) {
      audit(left, before, after);
      if (subject.travels() && cuts % DRAIN_EVERY == 0) {
        left.drain();
        audit(left, before, after);
      }
    }
  }

  private void audit(
      Subject.Opened left,
      Map<String, KeyHistory.Bounds> before,
      Map<String, KeyHistory.Bounds> after)
      throws AuditException, BlockStoreException {
    long audited = histories.audit(left.store(), Durability.LOCAL, before, after);
    bench.tally().add("blocks audited", audited);
  }
}
