package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another removes a directory, or puts a block in its place, at the worst moment. */
class SharedDirectoryTest {

  @TempDir Path scratch;
  private final AtomicBoolean armed = new AtomicBoolean();

  private interface Deed {
    void run() throws IOException;
  }

  private Disk meanwhile(Disk disk, String operation, String name, Deed deed) {
    return FaultyDisk.failing(
        disk,
        (called, path) -> {
          if (called.equals(operation) && path.endsWith(name) && armed.getAndSet(false)) {
            deed.run();
          }
        });
  }

  @Test
  void aDeletionSurvivesAPowerCutAlthoughAnotherRemovesTheDirectory() throws Exception {
    Path base = Files.createDirectory(scratch.resolve("base"));
    Path root = base.resolve("root");
    LossyDisk lossy = new LossyDisk(base, Integer.MAX_VALUE, _ -> true);
    Disk disk =
        meanwhile(lossy, "forceDirectory", "d", () -> lossy.deleteDirectory(root.resolve("d")));
    try (LocalBlockStore store = LocalFixture.open(disk, root)) {
      LocalFixture.write(store, "d/x", "old");
      armed.set(true);
      Blocks.delete(store, BlockKey.of("d/x"));
    }
    assertThat(armed).isFalse();

    Path left = Files.createDirectory(scratch.resolve("left"));
    lossy.leave(LossyDisk.Names.FORCED, LossyDisk.Rest.FORCED, left);
    try (BlockStore after = LocalFixture.open(left.resolve("root"))) {
      assertThat(Blocks.find(after, BlockKey.of("d/x"))).isEmpty();
    }
  }

  @Test
  void removingAnEmptyDirectoryNeverRemovesABlockThatHasTakenItsName() throws Exception {
    Path root = scratch.resolve("root");
    try (BlockStore other = LocalFixture.open(root)) {
      Disk disk =
          meanwhile(
              LocalFixture.realDisk(),
              "deleteDirectory",
              "a",
              () -> {
                Files.delete(root.resolve("a"));
                LocalFixture.write(other, "a", "mine");
              });
      try (LocalBlockStore store = LocalFixture.open(disk, root)) {
        LocalFixture.write(store, "a/b", "below");
        armed.set(true);
        Blocks.delete(store, BlockKey.of("a/b"));
      }
      assertThat(armed).isFalse();
      assertThat(LocalFixture.read(other, "a")).isEqualTo("mine");
    }
  }

  @Test
  void aWriteMakesTheDirectoryAgainThatAnotherRemoves() throws Exception {
    Path root = scratch.resolve("root");
    Disk disk =
        meanwhile(LocalFixture.realDisk(), "rename", "1", () -> Files.delete(root.resolve("d")));
    try (LocalBlockStore store = LocalFixture.open(disk, root)) {
      LocalFixture.write(store, "x", "warm");
      armed.set(true);
      LocalFixture.write(store, "d/x", "first");
      assertThat(armed).isFalse();
      assertThat(LocalFixture.read(store, "d/x")).isEqualTo("first");
    }
  }

  @Test
  void foreignNamesThatLookReservedAreNotListed() throws Exception {
    Path root = Files.createDirectory(scratch.resolve("root"));
    Files.createDirectory(root.resolve(".blocktier~"));
    Files.writeString(root.resolve(".blocktier!"), "nothing");
    Files.writeString(root.resolve(".blocktier=plain"), "nothing");
    Files.writeString(root.resolve("plain"), "plain");
    try (BlockStore store = LocalFixture.open(root)) {
      assertThat(LocalFixture.list(store, ListOptions.under(KeyPrefix.of(""))))
          .containsExactly("plain");
    }
  }
}
