package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets every system call on files of a cache fail, each once in a process of its own that always
 * does the same, and cuts the power behind it: what a call that failed did not do is gone then, and
 * must not have been acknowledged.
 */
final class SyscallLane implements LaneRun {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** More than the script makes of any kind. */
  private static final int MAX_CALLS = 400;

  /** More files than the script makes. */
  private static final int SEGMENTS = 10;

  private static final int COMMIT_SECONDS = 300;

  @Override
  public void run(Bench bench) throws SkippedException, IOException, InterruptedException {
    List<String> missing = Shell.missing("strace");
    if (!missing.isEmpty()) {
      throw new SkippedException("strace not found");
    }
    try (Volume volume = Volume.create(bench.directory());
        Disks disks = volume.disks("disks")) {
      Image image = disks.image("disk", FileSystem.EXT4, COMMIT_SECONDS);
      sweep(bench, image, SyscallFault.each());
      while (bench.budget().goesOn(1, 1) && bench.tally().isClean()) {
        sweep(bench, image, SyscallFault.others());
        sweep(bench, image, SyscallFault.each());
      }
      image.delete();
    } catch (BlockStoreException | ConfigException e) {
      bench.tally().found(e.toString());
    }
  }

  private static void sweep(Bench bench, Image image, List<SyscallFault> faults)
      throws IOException, InterruptedException, BlockStoreException, ConfigException {
    for (SyscallFault fault : faults) {
      sweep(bench, image, fault);
    }
    bench.tally().add("sweeps");
  }

  /** Until there is no such call any more. */
  private static void sweep(Bench bench, Image image, SyscallFault fault)
      throws IOException, InterruptedException, BlockStoreException, ConfigException {
    boolean failed = true;
    for (int number = 1; failed && number <= MAX_CALLS && bench.tally().isClean(); number++) {
      failed = fail(bench, image, fault, number);
      if (failed) {
        bench.tally().add("faults");
        bench.tally().add(fault.call() + " " + fault.error());
      }
    }
  }

  /** Returns whether there was a call to fail. */
  private static boolean fail(Bench bench, Image image, SyscallFault fault, int number)
      throws IOException, InterruptedException, BlockStoreException, ConfigException {
    Path work = Files.createDirectory(bench.directory().resolve("work"));
    Path cache = image.mounted().resolve("cache");
    KillStack stack =
        KillStack.write(work, Optional.empty(), bench.options().environment(), cache.toString());
    Path trace = work.resolve("trace");
    Path log = work.resolve("audit.log");
    List<String> command = new ArrayList<>(strace(trace, cache, fault.injection(number)));
    command.addAll(Child.java(ScriptWork.NAME, stack.file().toString(), log.toString(), "0"));
    run(bench, stack, command, fault + " " + number);
    String traced = Files.exists(trace) ? Files.readString(trace) : "";
    audit(bench, image, work, stack, fault.injection(number));
    Directories.delete(cache);
    forget(bench, image);
    Directories.delete(work);
    return traced.contains("(INJECTED)");
  }

  /** The next power cut must not bring back what was removed. */
  private static void forget(Bench bench, Image image) throws IOException {
    Disk.ofSystem(bench.effects().executor()).forceDirectory(image.mounted());
  }

  private static List<String> strace(Path trace, Path cache, String injection) {
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-qq", "-o", trace.toString(), "-e", injection));
    Stream.concat(
            Stream.of("", "lock", "clean", "clean.new", "superblock", "superblock.new"), segments())
        .forEach(name -> command.addAll(List.of("-P", cache.resolve(name).toString())));
    return command;
  }

  private static Stream<String> segments() {
    return Stream.iterate(0, slot -> slot < SEGMENTS, slot -> slot + 1)
        .map(slot -> String.format(Locale.ROOT, "%016x.seg", slot))
        .flatMap(name -> Stream.of(name, name + ".new"));
  }

  private static void run(Bench bench, KillStack stack, List<String> command, String what)
      throws IOException, InterruptedException {
    try (Child child = Child.start(command, stack.environment(), bench.effects())) {
      if (!child.awaitEnd(PATIENCE)) {
        bench.tally().found(what + ": the process hangs");
      }
      child.awaitOutput();
      for (String line : child.lines()) {
        if (line.startsWith(ScriptWork.REFUSED)) {
          bench.tally().add("typed errors");
        } else if (line.startsWith(Worker.FOUND)) {
          bench.tally().found(what + ": " + line);
        }
      }
    }
  }

  private static void audit(Bench bench, Image image, Path work, KillStack stack, String what)
      throws IOException, ConfigException, BlockStoreException {
    Histories histories = new Histories(ScriptWork.KEYS);
    AuditLog.replay(work.resolve("audit.log"), histories);
    Map<String, KeyHistory.Bounds> bounds = histories.bounds();
    Image left = image.cut("cut");
    String cache = left.mounted().resolve("cache").toString();
    try (Subject.Opened opened = stack.withCache(cache).open(bench.effects())) {
      histories.audit(opened.store(), Durability.LOCAL, bounds, bounds);
      bench.tally().add("power cuts");
    } catch (AuditException e) {
      bench.tally().found(what + ": " + e.getMessage());
    } finally {
      left.delete();
    }
  }
}
