package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import java.util.List;
import java.util.Locale;

/** Checks that conditions are judged and applied in one step. */
final class ConditionChecks {

  /** The races of one check: a store that checks first and writes then survives one by luck. */
  private static final int ROUNDS = 12;

  /** Bodies of different sizes spread the calls over the window between check and write. */
  private static final int LARGEST_BODY_BYTES = 64 << 10;

  private ConditionChecks() {}

  /** One race; the rounds of a check differ by number. */
  @FunctionalInterface
  private interface Round {
    void run(int number) throws BlockStoreException, ProbeRefutation;
  }

  static String create(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    StraddlingWrite.check(
        bench, bench.key("create-straddled"), WriteOptions.ifAbsent(), "an if-absent write");
    rounds(
        bench,
        round -> {
          BlockKey key = bench.key("create-" + round);
          Blocks.delete(store, key);
          int winner =
              new ProbeRace(bench)
                  .run(
                      "concurrent if-absent writes",
                      i -> store.write(key, content(round, i), WriteOptions.ifAbsent()));
          requireText(bench, key, text(round, winner));
        });
    BlockKey taken = bench.key("create-0");
    bench.requireRefusal(
        "an if-absent write over a block",
        () -> store.write(taken, content(0, 0), WriteOptions.ifAbsent()));
    if (bench.claimed().has(Capability.UPLOAD)) {
      bench.requireRefusal(
          "an if-absent upload over a block", () -> upload(store, taken, WriteOptions.ifAbsent()));
    }
    return evidence("if-absent writes");
  }

  static String replace(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey key = bench.key("replace");
    Etag first = bench.write(key, "first", WriteOptions.DEFAULT).etag();
    StraddlingWrite.check(bench, key, WriteOptions.ifMatch(first), "an if-match write");
    rounds(
        bench,
        round -> {
          Etag stale = bench.write(key, "before " + round, WriteOptions.DEFAULT).etag();
          int winner =
              new ProbeRace(bench)
                  .run(
                      "concurrent if-match writes of one version",
                      i -> store.write(key, content(round, i), WriteOptions.ifMatch(stale)));
          requireText(bench, key, text(round, winner));
          bench.requireRefusal(
              "a write over a version that is gone",
              () -> store.write(key, content(round, -1), WriteOptions.ifMatch(stale)));
          requireText(bench, key, text(round, winner));
        });
    Etag any = bench.call(() -> store.stat(key)).etag();
    if (bench.claimed().has(Capability.UPLOAD)) {
      WriteOptions stale = WriteOptions.ifMatch(any);
      bench.write(key, "another", WriteOptions.DEFAULT);
      bench.requireRefusal(
          "an upload over a version that is gone", () -> upload(store, key, stale));
    }
    BlockKey missing = bench.key("replace-missing");
    bench.requireRefusal(
        "an if-match write to a key without a block",
        () -> store.write(missing, content(0, 0), WriteOptions.ifMatch(any)));
    return evidence("if-match writes");
  }

  static String delete(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey key = bench.key("delete");
    rounds(
        bench,
        round -> {
          Etag stale = bench.write(key, "first " + round, WriteOptions.DEFAULT).etag();
          Etag present = bench.write(key, "second " + round, WriteOptions.DEFAULT).etag();
          bench.requireRefusal(
              "a delete of a version that is gone", () -> deleted(store, key, stale));
          requireText(bench, key, "second " + round);
          int ignored =
              new ProbeRace(bench)
                  .run("concurrent deletes of one version", i -> deleted(store, key, present));
          ProbeRefutation.unless(
              bench.call(() -> Blocks.find(store, key)).isEmpty(),
              "a deleted block is still there");
        });
    return evidence("if-match deletes");
  }

  static String copy(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    BlockKey source = bench.key("copy-source");
    Etag etag = bench.write(source, "source", WriteOptions.DEFAULT).etag();
    CopyOptions ifAbsent = CopyOptions.DEFAULT.with(Precondition.IF_ABSENT);
    rounds(
        bench,
        round -> {
          BlockKey target = bench.key("copy-" + round);
          Blocks.delete(store, target);
          int ignored =
              new ProbeRace(bench)
                  .run("concurrent if-absent copies", i -> store.copy(source, target, ifAbsent));
          requireText(bench, target, "source");
        });
    BlockKey other = bench.key("copy-other");
    bench.write(other, "other", WriteOptions.DEFAULT);
    CopyOptions stale = CopyOptions.DEFAULT.with(Precondition.ifMatch(etag));
    bench.requireRefusal("a copy over another version", () -> store.copy(source, other, stale));
    return evidence("if-absent copies");
  }

  static String append(ProbeBench bench) throws BlockStoreException, ProbeRefutation {
    BlockStore store = bench.store();
    rounds(
        bench,
        round -> {
          BlockKey key = bench.key("append-" + round);
          Blocks.delete(store, key);
          bench.once(() -> store.append(key, 0, ProbeBench.content("head ")));
          int winner =
              new ProbeRace(bench)
                  .run(
                      "concurrent appends at one offset",
                      i -> store.append(key, "head ".length(), content(round, i)));
          requireText(bench, key, "head " + text(round, winner));
          bench.requireRefusal(
              "an append at an offset that is not the end",
              () -> store.append(key, 1, content(round, 0)));
        });
    return evidence("appends at one offset");
  }

  /** Runs the races; one that a passing failure spoils is run again. */
  private static void rounds(ProbeBench bench, Round round)
      throws BlockStoreException, ProbeRefutation {
    int spoilt = 0;
    for (int number = 0; number < ROUNDS; number++) {
      try {
        round.run(number);
      } catch (StoreUnavailableException e) {
        spoilt++;
        if (spoilt == ProbeBench.MOST_TRIES || !bench.pause(spoilt)) {
          throw e;
        }
        number--;
      }
    }
  }

  private static Object deleted(BlockStore store, BlockKey key, Etag version)
      throws BlockStoreException {
    store.delete(key, DeleteOptions.ifMatch(version));
    return version;
  }

  private static Object upload(BlockStore store, BlockKey key, WriteOptions options)
      throws BlockStoreException {
    try (BlockUpload upload = store.startUpload(key, options)) {
      return upload.complete(List.of(upload.uploadPart(1, content(0, 0))));
    }
  }

  private static void requireText(ProbeBench bench, BlockKey key, String expected)
      throws BlockStoreException, ProbeRefutation {
    String found = bench.read(key);
    ProbeRefutation.unless(
        found.equals(expected),
        "the block is '" + shown(found) + "'; '" + shown(expected) + "' was acknowledged");
  }

  private static String shown(String text) {
    return text.replaceFirst(" x*$", "");
  }

  private static Content content(int round, int racer) {
    return ProbeBench.content(text(round, racer));
  }

  private static String text(int round, int racer) {
    int share = Math.floorMod(racer * 7, ProbeRace.RACERS);
    String padding = "x".repeat(share * (LARGEST_BODY_BYTES / ProbeRace.RACERS));
    return "round " + round + " racer " + racer + " " + padding;
  }

  private static String evidence(String what) {
    return String.format(
        Locale.ROOT, "%d races of %d %s, one winner each", ROUNDS, ProbeRace.RACERS, what);
  }
}
