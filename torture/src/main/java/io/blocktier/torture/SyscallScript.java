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

/** Runs the script in a process, one of whose system calls fails, and audits what it leaves. */
final class SyscallScript {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** More files than the script makes. */
  private static final int SEGMENTS = 10;

  private final Bench bench;
  private final Image image;
  private final Path work;

  /**
   * Makes one.
   *
   * @param image the disk of the cache
   * @param work a directory that is not there yet
   */
  SyscallScript(Bench bench, Image image, Path work) {
    this.bench = bench;
    this.image = image;
    this.work = work;
  }

  /** Returns whether there was a call to fail. */
  boolean fail(SyscallFault fault, int number)
      throws IOException, InterruptedException, BlockStoreException, ConfigException {
    Files.createDirectory(work);
    Path cache = image.mounted().resolve("cache");
    KillStack stack =
        KillStack.write(work, Optional.empty(), bench.options().environment(), cache.toString());
    Path trace = work.resolve("trace");
    Path log = work.resolve("audit.log");
    List<String> command = new ArrayList<>(strace(trace, cache, fault.injection(number)));
    command.addAll(Child.java(ScriptWork.NAME, stack.file().toString(), log.toString(), "0"));
    run(stack, command, fault + " " + number);
    String traced = Files.exists(trace) ? Files.readString(trace) : "";
    audit(stack, fault.injection(number));
    Directories.delete(cache);
    forget();
    Directories.delete(work);
    return traced.contains("(INJECTED)");
  }

  /** The next power cut must not bring back what was removed. */
  private void forget() throws IOException {
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

  private void run(KillStack stack, List<String> command, String what)
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

  private void audit(KillStack stack, String what)
      throws IOException, ConfigException, BlockStoreException {
    Histories histories = new Histories(ScriptWork.KEYS);
    AuditLog.replay(work.resolve("audit.log"), histories);
    Map<String, KeyHistory.Bounds> bounds = histories.bounds();
    Image left = image.cut("cut");
    left.mount();
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
