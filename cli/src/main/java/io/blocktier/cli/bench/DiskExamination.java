package io.blocktier.cli.bench;

import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Examines a disk, in a directory of its own that it removes. For one thread, which may hang with
 * the disk; {@link #cancel} may be called from any other.
 */
public final class DiskExamination {

  private final DiskPlan plan;
  private final Effects effects;
  private final Consumer<String> progress;
  private volatile boolean cancelled;

  /**
   * Prepares an examination.
   *
   * @param plan what to do
   * @param effects clock and randomness
   * @param progress is told what is about to be done
   */
  public DiskExamination(DiskPlan plan, Effects effects, Consumer<String> progress) {
    this.plan = plan;
    this.effects = effects;
    this.progress = progress;
  }

  /** Has the examination end soon, with an error, and without leaving anything behind. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Examines.
   *
   * @return what was found
   * @throws java.nio.file.FileSystemException if the directory cannot be used, or has no room
   * @throws InterruptedIOException if this was cancelled
   * @throws IOException if the disk fails
   */
  public DiskFindings run() throws IOException {
    Path directory = plan.directory().toRealPath();
    FileStore store = Files.getFileStore(directory);
    Path work = Files.createTempDirectory(directory, "blocktier-bench-");
    try {
      return examine(directory, store, work);
    } finally {
      Trees.remove(work);
    }
  }

  private DiskFindings examine(Path directory, FileStore store, Path work) throws IOException {
    long start = effects.ticker().nanos();
    long usable = store.getUsableSpace();
    step("what the file system can do");
    DiskAbilities abilities = new AbilityChecks(work, effects.clock()).run();
    try (ForcedWrites log = new ForcedWrites(work.resolve("log"), clock(), effects.random());
        SequentialFile file =
            new SequentialFile(
                work.resolve("file"), plan.fileBytes(), abilities.direct().isEmpty(), clock())) {
      step("writes that nobody waits for");
      CallTimes unforced = log.unforced();
      step("forced writes");
      CallTimes single = log.forced(1);
      CallTimes group = log.forced(64);
      step("renames");
      CallTimes rename = new Renames(work, clock()).run();
      step("writes in order");
      CallTimes written = file.write(effects.random());
      step("reads");
      CallTimes read = file.read();
      Optional<CallTimes> random = file.readAnywhere(effects.random());
      return new DiskFindings(
          directory,
          Mount.of(directory),
          store.getTotalSpace(),
          usable,
          abilities,
          unforced,
          single,
          group,
          rename,
          random,
          written,
          read,
          effects.ticker().nanos() - start);
    }
  }

  private RoundClock clock() {
    return new RoundClock(effects.ticker(), plan.length(), () -> cancelled);
  }

  private void step(String what) throws InterruptedIOException {
    if (cancelled) {
      throw new InterruptedIOException("cancelled");
    }
    progress.accept(what);
  }
}
