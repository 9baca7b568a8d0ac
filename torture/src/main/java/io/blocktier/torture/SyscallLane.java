package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Lets every system call on files of a cache fail, each once in a process of its own that always
 * does the same, and cuts the power behind it: what a call that failed did not do is gone then, and
 * must not have been acknowledged.
 */
final class SyscallLane implements LaneRun {

  /** Processes at a time, each on a disk of its own. */
  private static final int DISKS = 2;

  private static final int COMMIT_SECONDS = 300;

  @Override
  public void run(Bench bench) throws SkippedException, IOException, InterruptedException {
    List<String> missing = Shell.missing("strace");
    if (!missing.isEmpty()) {
      throw new SkippedException("strace not found");
    }
    try (Volume volume = Volume.create(bench.directory())) {
      sweep(bench, volume, SyscallFault.each());
      while (bench.budget().goesOn(1, 1) && bench.tally().isClean()) {
        sweep(bench, volume, SyscallFault.others());
        sweep(bench, volume, SyscallFault.each());
      }
    }
  }

  /** Each disk takes the next call of the same kind, until there is no such call any more. */
  private static void sweep(Bench bench, Volume volume, List<SyscallFault> faults)
      throws IOException, InterruptedException {
    List<SyscallCalls> calls = faults.stream().map(SyscallCalls::new).toList();
    List<Callable<@Nullable Void>> disks = new ArrayList<>();
    for (int disk = 0; disk < DISKS; disk++) {
      String name = "disk-" + disk;
      disks.add(() -> sweep(bench, volume, name, calls));
    }
    Together.run(bench.effects(), disks);
    bench.tally().add("sweeps");
  }

  private static @Nullable Void sweep(
      Bench bench, Volume volume, String name, List<SyscallCalls> calls)
      throws IOException, InterruptedException {
    try (Disks disks = volume.disks(name)) {
      Image image = disks.image("disk", FileSystem.EXT4, COMMIT_SECONDS);
      SyscallScript script = new SyscallScript(bench, image, bench.directory().resolve(name));
      for (SyscallCalls kind : calls) {
        sweep(bench, script, kind);
      }
      image.delete();
    } catch (BlockStoreException | ConfigException e) {
      bench.tally().found(e.toString());
    }
    return null;
  }

  private static void sweep(Bench bench, SyscallScript script, SyscallCalls kind)
      throws IOException, InterruptedException, BlockStoreException, ConfigException {
    for (int number = kind.next(); number > 0 && bench.tally().isClean(); number = kind.next()) {
      if (script.fail(kind.fault(), number)) {
        bench.tally().add("faults");
        bench.tally().add(kind.fault().call() + " " + kind.fault().error());
      } else {
        kind.end();
      }
    }
  }
}
