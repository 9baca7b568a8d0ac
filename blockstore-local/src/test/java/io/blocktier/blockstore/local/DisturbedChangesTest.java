package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another call does, or fails to do, in the middle of a change. */
class DisturbedChangesTest {

  private static final BlockKey X = BlockKey.of("x");

  @TempDir Path scratch;

  private interface Deed {
    void run() throws IOException;
  }

  /** Runs a deed once, before the first sync of a directory that follows its being armed. */
  private static Disk beforeNextSync(Disk disk, AtomicReference<Deed> armed) {
    return FaultyDisk.failing(
        disk,
        (operation, path) -> {
          Deed deed = operation.equals("forceDirectory") ? armed.getAndSet(null) : null;
          if (deed != null) {
            deed.run();
          }
        });
  }

  @Test
  void aDeletionThatFindsNothingIsDurableAlthoughAnotherRemovedTheBlock() throws Exception {
    Path base = Files.createDirectory(scratch.resolve("base"));
    LossyDisk lossy = new LossyDisk(base, Integer.MAX_VALUE, _ -> true);
    AtomicReference<Deed> armed = new AtomicReference<>();
    Disk slow = beforeNextSync(lossy, armed);
    Path left = Files.createDirectory(scratch.resolve("left"));
    try (LocalBlockStore first = LocalFixture.open(slow, base.resolve("root"));
        LocalBlockStore second = LocalFixture.open(lossy, base.resolve("root"))) {
      LocalFixture.write(first, "x", "old");
      armed.set(() -> {
        Blocks.delete(second, X);
        lossy.leave(LossyDisk.Names.FORCED, LossyDisk.Rest.FORCED, left);
      });
      Blocks.delete(first, X);
    }
    assertThat(armed).hasNullValue();

    try (BlockStore after = LocalFixture.open(left.resolve("root"))) {
      assertThat(Blocks.find(after, X)).isEmpty();
    }
  }

  @Test
  void aWriteIsNotAcknowledgedIfAnotherLostASyncMeanwhile() throws Exception {
    AtomicReference<Deed> armed = new AtomicReference<>();
    AtomicReference<LocalBlockStore> same = new AtomicReference<>();
    Disk disk = beforeNextSync(LocalFixture.realDisk(), armed);
    try (LocalBlockStore store = LocalFixture.open(disk, scratch)) {
      same.set(store);
      LocalFixture.write(store, "warm", "up");
      armed.set(() -> {
        armed.set(() -> {
          throw new IOException("broken");
        });
        assertThatThrownBy(() -> LocalFixture.write(same.get(), "other", "lost"))
            .isInstanceOf(OutcomeUnknownException.class);
      });

      assertThatThrownBy(() -> LocalFixture.write(store, "x", "perhaps lost as well"))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("meanwhile");
      assertThatThrownBy(() -> LocalFixture.write(store, "y", "late"))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(store.healthCheck().healthy()).isFalse();
    }
  }

  @Test
  void aRootThatAnotherCreatedIsMadeDurable() throws Exception {
    Path base = Files.createDirectory(scratch.resolve("base"));
    Path root = base.resolve("above/root");
    LossyDisk lossy = new LossyDisk(base, Integer.MAX_VALUE, _ -> true);
    lossy.createDirectory(base.resolve("above"));
    lossy.createDirectory(root);
    try (LocalBlockStore store = LocalFixture.open(lossy, root)) {
      LocalFixture.write(store, "x", "kept");
    }

    Path left = Files.createDirectory(scratch.resolve("left"));
    lossy.leave(LossyDisk.Names.FORCED, LossyDisk.Rest.FORCED, left);
    try (BlockStore after = LocalFixture.open(left.resolve("above/root"))) {
      assertThat(LocalFixture.read(after, "x")).isEqualTo("kept");
    }
  }

  @Test
  void aConditionThatFailsMovesNothingAndLeavesNoDirectory() throws Exception {
    try (BlockStore store = LocalFixture.open(scratch)) {
      LocalFixture.write(store, "a", "alone");
      BlockKey below = BlockKey.of("a/b/c");
      WriteOptions ifMatch = WriteOptions.ifMatch(Etag.of("nobodys"));
      assertThatThrownBy(() -> store.write(below, Content.of(new byte[1]), ifMatch))
          .isInstanceOf(PreconditionFailedException.class);
      CopyOptions copy = CopyOptions.DEFAULT.with(ifMatch.precondition());
      assertThatThrownBy(() -> store.copy(BlockKey.of("a"), BlockKey.of("d/e"), copy))
          .isInstanceOf(PreconditionFailedException.class);

      try (var names = Files.list(scratch)) {
        assertThat(names.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder(".blocktier", "a");
      }
    }
  }

  @Test
  void aDirectoryThatComesAndGoesDuringARenameCostsNothing() throws Exception {
    AtomicInteger refusals = new AtomicInteger(2);
    Disk disk =
        FaultyDisk.failing(
            LocalFixture.realDisk(),
            (operation, path) -> {
              if (operation.equals("rename") && refusals.getAndDecrement() > 0) {
                throw new FileSystemException(path.toString(), "x", "Is a directory");
              }
            });
    try (LocalBlockStore store = LocalFixture.open(disk, scratch)) {
      LocalFixture.write(store, "x", "there");
      assertThat(LocalFixture.read(store, "x")).isEqualTo("there");
    }
  }

  @Test
  void aRenameThatIsNeverPossibleEndsWithItsReason() throws Exception {
    Disk disk =
        FaultyDisk.failing(
            LocalFixture.realDisk(),
            (operation, path) -> {
              if (operation.equals("rename")) {
                throw new FileSystemException(path.toString(), "x", "No buffer space");
              }
            });
    try (LocalBlockStore store = LocalFixture.open(disk, scratch)) {
      assertThatThrownBy(() -> LocalFixture.write(store, "x", "never"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("No buffer space");
    }
  }

  @Test
  void manyMayWriteBelowOneBlockAtATime() throws Exception {
    try (BlockStore store = LocalFixture.open(scratch, "sync", "false");
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 300; round++) {
        String above = "r" + round;
        LocalFixture.write(store, above, "above");
        List<Callable<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
          String key = above + "/" + writer;
          writers.add(() -> {
            LocalFixture.write(store, key, "below");
            return null;
          });
        }
        for (Future<Void> writer : threads.invokeAll(writers)) {
          writer.get();
        }
        assertThat(LocalFixture.read(store, above)).isEqualTo("above");
      }
    }
  }

  @Test
  void partsAreJoinedWithOneFileOpenAtATime() throws Exception {
    Disk real = LocalFixture.realDisk();
    List<FileChannel> opened = new ArrayList<>();
    AtomicInteger most = new AtomicInteger();
    Disk disk = countingOpenFiles(real, opened, most);
    try (LocalBlockStore store = LocalFixture.open(disk, scratch);
        BlockUpload upload = store.startUpload(X, WriteOptions.DEFAULT)) {
      List<PartReceipt> parts = new ArrayList<>();
      for (int number = 1; number <= 20; number++) {
        parts.add(upload.uploadPart(number, Content.of(new byte[number])));
      }
      upload.complete(parts);
      assertThat(store.stat(X).size()).isEqualTo(210);
    }
    assertThat(opened).as("all but the first part").hasSize(19);
    assertThat(most).hasValue(1);
  }

  private static Disk countingOpenFiles(Disk disk, List<FileChannel> opened, AtomicInteger most) {
    return FaultyDisk.overriding(
        disk,
        (operation, path) -> {
          if (!operation.equals("open")) {
            return null;
          }
          opened.add(disk.open(path, Disk.Access.BUFFERED));
          int open = (int) opened.stream().filter(FileChannel::isOpen).count();
          most.accumulateAndGet(open, Math::max);
          return opened.getLast();
        });
  }
}
