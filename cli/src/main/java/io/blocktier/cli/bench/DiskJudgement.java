package io.blocktier.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What findings of a disk come to. Immutable.
 *
 * @param trust whether a forced write can be believed
 * @param warnings what speaks against this disk, the worst first
 * @param notes what else is good to know
 */
public record DiskJudgement(Trust trust, List<String> warnings, List<String> notes) {

  /** Whether what was forced is there behind a power cut, as far as can be told without one. */
  public enum Trust {
    /** It is not: this is memory. */
    NONE,
    /** Something in between seems to answer for the disk. */
    DOUBTFUL,
    /** Nothing speaks against it. */
    PLAUSIBLE
  }

  /** Faster than any way to a device and back: nobody was asked. */
  static final long LEAST_FORCE_NANOS = 5_000;

  /** A quarter of a turn at 15,000 rpm, which no two writes to one place are closer than. */
  static final long LEAST_TURN_NANOS = 1_000_000;

  /** Forced writes in order are memory above it: no device of today is faster. */
  static final double MOST_BYTES_A_SECOND = 30e9;

  private static final long SLOW_NANOS = 50_000_000;
  private static final long LEAST_USABLE = 1L << 30;

  /** Copies the lists. */
  public DiskJudgement {
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  /**
   * Judges.
   *
   * @param found what was found
   * @return what it comes to
   */
  public static DiskJudgement of(DiskFindings found) {
    List<String> warnings = new ArrayList<>();
    Trust trust = trust(found, warnings);
    warnOfPlace(found, warnings);
    return new DiskJudgement(trust, warnings, notes(found));
  }

  private static Trust trust(DiskFindings found, List<String> warnings) {
    if (found.mount().inMemory()) {
      warnings.add(
          found.mount().fileSystem()
              + " is memory: nothing on it survives a power cut or a reboot");
      return Trust.NONE;
    }
    List<String> doubts = new ArrayList<>();
    tooFast(found).ifPresent(doubts::add);
    if (found.mount().hasBarriersOff()) {
      doubts.add(
          "the file system is mounted without barriers: a force does not empty the cache of the"
              + " device; mount it with barriers, unless that cache has a battery");
    }
    found
        .abilities()
        .rename()
        .ifPresent(why -> doubts.add("a rename cannot be made durable: " + why));
    warnings.addAll(doubts);
    return doubts.isEmpty() ? Trust.PLAUSIBLE : Trust.DOUBTFUL;
  }

  private static Optional<String> tooFast(DiskFindings found) {
    CallTimes single = found.single();
    String forces =
        String.format(
            Locale.ROOT,
            "half of the forced writes take less than %.1f us (%,.0f a second)",
            single.p50Nanos() / 1e3,
            single.rate());
    if (single.p50Nanos() < LEAST_FORCE_NANOS) {
      return Optional.of(
          forces
              + ": no device was asked; something, such as libeatmydata or a volatile cache, answers"
              + " for it");
    }
    if (found.mount().surelyTurns() && single.p50Nanos() < LEAST_TURN_NANOS) {
      return Optional.of(
          forces
              + ", which a rotating disk cannot do: a cache answers for it; make sure that it has a"
              + " battery, or turn it off (hdparm -W0)");
    }
    if (found.sequentialWrite().byteRate() > MOST_BYTES_A_SECOND) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%.1f GB/s were written and forced: that is memory, not a disk",
              found.sequentialWrite().byteRate() / 1e9));
    }
    return Optional.empty();
  }

  private static void warnOfPlace(DiskFindings found, List<String> warnings) {
    Mount mount = found.mount();
    if (mount.isLayer()) {
      warnings.add("this is the layer of a container and goes with it: mount a volume");
    }
    if (mount.onNetwork()) {
      warnings.add(
          mount.fileSystem()
              + " is on the network: a force is as good as the server's, and the point of a cache is"
              + " a disk that is near");
    }
    if (found.usableBytes() < LEAST_USABLE) {
      warnings.add("less than 1 GiB is free");
    }
    if (found.single().p99Nanos() > SLOW_NANOS) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "one forced write of a hundred takes %.0f ms and more: so does every acknowledgement"
                  + " behind it",
              found.single().p99Nanos() / 1e6));
    }
    DiskAbilities able = found.abilities();
    able.lock().ifPresent(why -> warnings.add("no file locks, which caches and logs need: " + why));
    able.attributes()
        .ifPresent(why ->
            warnings.add(
                "no extended attributes, where a local store keeps metadata and checksums: "
                    + why));
    able.clock().ifPresent(why -> warnings.add("clocks disagree: " + why));
  }

  private static List<String> notes(DiskFindings found) {
    List<String> notes = new ArrayList<>();
    if (found.mount().discardsAtOnce()) {
      notes.add(
          "mounted with discard, which may hold up forced writes; a timer for fstrim does not");
    }
    if (found.mount().options().contains("data=writeback")) {
      notes.add(
          "mounted with data=writeback: files that grow may have foreign bytes behind a crash");
    }
    found
        .abilities()
        .direct()
        .ifPresent(why -> notes.add("no direct I/O, direct: goes through the page cache: " + why));
    found.abilities().hardLink().ifPresent(why -> notes.add("no hard links: " + why));
    notes.add(
        "what a hypervisor or a controller does with a force cannot be seen from here; cut the power"
            + " once before you trust it");
    return notes;
  }
}
