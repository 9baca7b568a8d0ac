package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cuts the power before every operation on the disk in turn. The second half takes one sync away at
 * a time and shows that its loss is noticed: each is needed, and the first half can fail.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PowerCutTest {

  private static final Path ROOT = Path.of("deep/root");

  @TempDir Path scratch;
  private int trees;

  enum Scenario {
    WRITE {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("x", "first");
        blocks.write("y", "second");
      }
    },
    OVERWRITE {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("d/x", "old");
        blocks.write("d/x", "something new");
        blocks.write("d/x", "newer");
      }
    },
    WRITE_INTO_NEW_DIRECTORIES {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("d/e/f/x", "first");
        blocks.write("d/e/g/y", "second");
        blocks.write("d/e/f/" + "long".repeat(100), "third");
      }
    },
    WRITE_INTO_RECREATED_DIRECTORY {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("d/e/x", "first");
        blocks.delete("d/e/x");
        blocks.write("d/e/x", "second");
      }
    },
    MOVE_ASIDE {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("a", "above");
        blocks.write("a/b", "below");
        blocks.write("a", "above again");
        blocks.delete("a/b");
        blocks.write("a", "alone");
        blocks.write("a/c", "below once more");
        blocks.delete("a");
      }
    },
    DELETE {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("d/x", "first");
        blocks.write("d/y", "second");
        blocks.delete("d/x");
        blocks.delete("d/y");
      }
    },
    COPY {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("d/x", "first");
        blocks.copy("d/x", "e/f/x");
      }
    },
    OUTDATED_BLOCK_BESIDE {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("a", "above");
        blocks.write("a/b", "below");
        blocks.delete("a/b");
        blocks.write("a", "alone");
        blocks.delete("a");
        blocks.write("a", "above");
        blocks.write("a/b", "below");
        blocks.delete("a/b");
        blocks.write("a", "alone");
        blocks.rename("a", "c");
      }
    },
    RENAME {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("d/x", "first");
        blocks.write("e/x", "old");
        blocks.rename("d/x", "e/x");
        blocks.rename("e/x", "f/g/h");
      }
    },
    APPEND {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.append("log", "first");
        blocks.append("log", ", second");
        blocks.append("log", ", third");
      }
    },
    APPEND_TO_WRITTEN {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("d/x", "written");
        blocks.append("d/x", " and appended to");
        blocks.append("d/x", " twice");
        blocks.rename("d/x", "e/x");
        blocks.append("e/x", " and under another name");
        blocks.write("e/x/y", "below");
        blocks.append("e/x", " and beside");
      }
    },
    UPLOAD {
      @Override
      void run(Ledger blocks) throws IOException {
        blocks.write("u/x", "old");
        blocks.upload("u/x", "one part, ", "another");
      }
    };

    abstract void run(Ledger blocks) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void everyAcknowledgedBlockSurvivesAPowerCutAtEveryStep(Scenario scenario) throws IOException {
    int cuts = cutEverywhere(scenario, _ -> true);

    assertThat(cuts).isGreaterThan(10);
  }

  @Test
  void withoutForcingDataAPowerCutTearsBlocks() {
    requireLoss(Scenario.WRITE, LossyDisk.Sync::directory);
    requireLoss(Scenario.OVERWRITE, LossyDisk.Sync::directory);
    requireLoss(Scenario.COPY, LossyDisk.Sync::directory);
    requireLoss(Scenario.UPLOAD, LossyDisk.Sync::directory);
  }

  @Test
  void withoutForcingItsDirectoryAPowerCutLosesABlock() {
    requireLoss(Scenario.OVERWRITE, sync -> !sync.path().equals(ROOT.resolve("d")));
    requireLoss(Scenario.DELETE, sync -> !sync.path().equals(ROOT.resolve("d")));
    requireLoss(Scenario.RENAME, sync -> !sync.path().equals(ROOT.resolve("f/g")));
  }

  @Test
  void withoutForcingTheDirectoriesAboveAPowerCutLosesABlock() {
    requireLoss(
        Scenario.WRITE_INTO_NEW_DIRECTORIES, sync -> !sync.path().equals(ROOT.resolve("d/e")));
    requireLoss(
        Scenario.WRITE_INTO_NEW_DIRECTORIES, sync -> !sync.path().equals(ROOT.resolve("d")));
    requireLoss(Scenario.WRITE_INTO_NEW_DIRECTORIES, sync -> !sync.path().equals(ROOT));
  }

  @Test
  void withoutForcingTheDirectoriesAboveTheRootAPowerCutLosesIt() {
    requireLoss(Scenario.WRITE, sync -> !sync.path().equals(ROOT.resolveSibling("")));
    requireLoss(Scenario.WRITE, sync -> !sync.path().equals(Path.of("")));
  }

  /**
   * In turn that which says that bytes may follow, that of the bytes, and that which counts them.
   */
  @Test
  void withoutAnySyncOfAnAppendAPowerCutLosesOrTearsIt() throws IOException {
    Path block = ROOT.resolve("d/x");
    List<Integer> syncs = new ArrayList<>();
    runWithoutCut(
        Scenario.APPEND_TO_WRITTEN,
        sync -> {
          if (sync.path().equals(block)) {
            syncs.add(sync.number());
          }
          return true;
        });

    assertThat(syncs).hasSize(5);
    for (int number : syncs) {
      requireLoss(Scenario.APPEND_TO_WRITTEN, sync -> sync.number() != number);
    }
  }

  /** Who wrote the block has named it, and not forced the name yet, when another appends to it. */
  @Test
  void withoutForcingTheDirectoryAPowerCutLosesAnAppendToANameThatIsNotDurableYet()
      throws IOException {
    List<Integer> syncs = new ArrayList<>();
    String kept =
        afterAnAppendToANewName(sync -> {
          if (sync.path().equals(ROOT)) {
            syncs.add(sync.number());
          }
          return true;
        });
    int last = syncs.getLast();
    String lost = afterAnAppendToANewName(sync -> sync.number() != last);

    assertThat(kept).isEqualTo("written and appended to");
    assertThat(lost).isEqualTo("nothing");
  }

  private String afterAnAppendToANewName(Predicate<LossyDisk.Sync> obeyed) throws IOException {
    LossyDisk disk = new LossyDisk(tree(), Integer.MAX_VALUE, obeyed);
    Path root = scratch.resolve("tree" + trees).resolve(ROOT);
    try (LocalBlockStore other = LocalFixture.open(disk, root)) {
      LocalFixture.write(other, "x", "makes the root");
      Disk cut =
          FaultyDisk.failing(
              disk,
              (called, _) -> {
                if (called.equals("forceDirectory") && Files.exists(root.resolve("log"))) {
                  appendTo(other);
                  throw new LossyDisk.PowerCut();
                }
              });
      try (LocalBlockStore writer = LocalFixture.open(cut, root)) {
        assertThatThrownBy(() -> LocalFixture.write(writer, "log", "written"))
            .isInstanceOf(LossyDisk.PowerCut.class);
      }
      Path left = tree();
      disk.leave(LossyDisk.Names.FORCED, LossyDisk.Rest.FORCED, left);
      try (LocalBlockStore store = LocalFixture.open(LocalFixture.realDisk(), left.resolve(ROOT))) {
        return LocalFixture.read(store, "log");
      } catch (BlockNotFoundException gone) {
        return "nothing";
      }
    }
  }

  private static void appendTo(LocalBlockStore store) throws IOException {
    BlockKey log = BlockKey.of("log");
    byte[] more = " and appended to".getBytes(StandardCharsets.UTF_8);
    store.append(log, store.stat(log).size(), Content.of(more));
  }

  @Test
  void withoutForcingABlockMovedAsideAPowerCutLosesIt() throws IOException {
    int first = 6; // behind two of the root's creation, data and name of a, data of a/b
    Path[] forced = new Path[1];
    runWithoutCut(Scenario.MOVE_ASIDE, sync -> note(forced, sync, first));

    assertThat(forced).containsExactly(ROOT);
    requireLoss(Scenario.MOVE_ASIDE, sync -> sync.number() != first);
  }

  private static boolean note(Path[] forced, LossyDisk.Sync sync, int number) {
    if (sync.number() == number) {
      forced[0] = sync.path();
    }
    return true;
  }

  private void requireLoss(Scenario scenario, Predicate<LossyDisk.Sync> obeyed) {
    assertThatThrownBy(() -> cutEverywhere(scenario, obeyed))
        .describedAs("%s with a sync missing", scenario)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("block ");
  }

  private void runWithoutCut(Scenario scenario, Predicate<LossyDisk.Sync> obeyed)
      throws IOException {
    runUntilCut(scenario, new LossyDisk(tree(), Integer.MAX_VALUE, obeyed), trees);
  }

  private int cutEverywhere(Scenario scenario, Predicate<LossyDisk.Sync> obeyed)
      throws IOException {
    int cut = 0;
    boolean finished = false;
    while (!finished) {
      cut++;
      finished = runUntilCut(scenario, new LossyDisk(tree(), cut, obeyed), trees);
    }
    return cut;
  }

  /** True if the power outlasted the scenario. */
  private boolean runUntilCut(Scenario scenario, LossyDisk disk, int tree) throws IOException {
    Path root = scratch.resolve("tree" + tree).resolve(ROOT);
    Ledger blocks = null;
    boolean finished = false;
    try (LocalBlockStore store = LocalFixture.open(disk, root)) {
      blocks = new Ledger(store);
      scenario.run(blocks);
      finished = true;
    } catch (LossyDisk.PowerCut e) {
      assertThat(finished).isFalse();
    }
    if (blocks != null) {
      for (LossyDisk.Names names : LossyDisk.Names.values()) {
        check(blocks, disk, names, LossyDisk.Rest.FORCED);
      }
      check(blocks, disk, LossyDisk.Names.FORCED, LossyDisk.Rest.ATTRIBUTES);
      check(blocks, disk, LossyDisk.Names.FORCED, LossyDisk.Rest.HALF_THE_BYTES);
    }
    return finished;
  }

  private void check(Ledger blocks, LossyDisk disk, LossyDisk.Names names, LossyDisk.Rest rest)
      throws IOException {
    Path left = tree();
    disk.leave(names, rest, left);
    try (LocalBlockStore store = LocalFixture.open(LocalFixture.realDisk(), left.resolve(ROOT))) {
      blocks.check(store);
    }
  }

  private Path tree() throws IOException {
    trees++;
    return Files.createDirectory(scratch.resolve("tree" + trees));
  }
}
