package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appends to files, and what they leave in them. */
class AppendTest {

  private static final BlockKey LOG = BlockKey.of("log");

  @TempDir Path root;
  private final AtomicReference<String> broken = new AtomicReference<>("");

  @Test
  void whatFollowsABlockThatWasAppendedToIsNotPartOfIt() throws Exception {
    try (BlockStore store = LocalFixture.open(root)) {
      append(store, 0, "one");
      BlockStat before = store.stat(LOG);
      Files.writeString(root.resolve("log"), " torn off", StandardOpenOption.APPEND);

      assertThat(store.stat(LOG)).isEqualTo(before);
      assertThat(LocalFixture.read(store, "log")).isEqualTo("one");
      store.copy(LOG, BlockKey.of("copy"), CopyOptions.DEFAULT);
      assertThat(root.resolve("copy")).hasContent("one");
      append(store, 3, "!");
      assertThat(root.resolve("log")).hasContent("one!");
    }
  }

  @Test
  void whatFollowsABlockThatNobodyAppendedToIsDamage() throws Exception {
    try (BlockStore store = LocalFixture.open(root)) {
      LocalFixture.write(store, "log", "one");
      Files.writeString(root.resolve("log"), "!", StandardOpenOption.APPEND);

      assertThatThrownBy(() -> append(store, 3, "two"))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining("the file has 4 bytes; the block was written with 3");
      assertThatThrownBy(() -> LocalFixture.read(store, "log"))
          .isInstanceOf(CorruptBlockException.class);
    }
  }

  @Test
  void aFileOfSomethingElseCanBeAppendedTo() throws Exception {
    try (BlockStore store = LocalFixture.open(root)) {
      Files.writeString(root.resolve("log"), "foreign");
      append(store, 7, " and ours");
      assertThat(LocalFixture.read(store, "log")).isEqualTo("foreign and ours");
      assertThat(store.stat(LOG).checksum()).isEmpty();
    }
  }

  @Test
  void aBlockBesideADirectoryAndOneOfAnotherNameCanBeAppendedTo() throws Exception {
    try (BlockStore store = LocalFixture.open(root)) {
      append(store, 0, "one");
      LocalFixture.write(store, "log/below", "x");
      append(store, 3, ", two");
      store.rename(LOG, BlockKey.of("other"), Precondition.NONE);
      store.append(BlockKey.of("other"), 8, content(", three"));
      assertThat(LocalFixture.read(store, "other")).isEqualTo("one, two, three");
      assertThat(store.stat(BlockKey.of("other")).checksum()).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void nobodyWaitsForASlowSource(String direct) throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Content slow =
        Content.source(
            5,
            () -> {
              opened.countDown();
              await(finish);
              return new ByteArrayInputStream("later".getBytes(StandardCharsets.UTF_8));
            });
    try (BlockStore store = LocalFixture.open(root, "direct", direct)) {
      append(store, 0, "one");
      Future<Receipt> later =
          LocalFixture.EFFECTS.executor().submit(() -> store.append(LOG, 3, slow));
      await(opened);
      append(store, 3, "two");
      finish.countDown();
      assertThatThrownBy(later::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(PreconditionFailedException.class);
      store.append(LOG, 6, slow);
      assertThat(LocalFixture.read(store, "log")).isEqualTo("onetwolater");
    }
    assertThat(LocalFixture.temporaryFiles(root)).isEmpty();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void bytesThatCouldNotBeForcedDoNotCount() throws Exception {
    try (LocalBlockStore store = faulty()) {
      append(store, 0, "one");
      broken.set("force");

      assertThatThrownBy(() -> append(store, 3, "two"))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(LocalFixture.read(store, "log")).isEqualTo("one");
      append(store, 3, "2");
      assertThat(root.resolve("log")).hasContent("one2");
    }
  }

  @Test
  void afterALostSyncOfTheSizeNothingIsChangedUntilTheStoreIsOpenedAgain() throws Exception {
    try (LocalBlockStore store = faulty()) {
      append(store, 0, "one");
      broken.set("forceAttribute");

      assertThatThrownBy(() -> append(store, 3, "two")).isInstanceOf(OutcomeUnknownException.class);
      assertThatThrownBy(() -> append(store, 6, "three"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("open the store again");
    }
    try (BlockStore again = LocalFixture.open(root)) {
      append(again, again.stat(LOG).size(), "three");
    }
  }

  @Test
  void anInterruptedAppendChangesNothing() throws Exception {
    try (LocalBlockStore store = faulty()) {
      append(store, 0, "one");
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> append(store, 3, "two"))
          .isInstanceOf(StoreUnavailableException.class);

      assertThat(Thread.interrupted()).isTrue();
      append(store, 3, "2");
      assertThat(LocalFixture.read(store, "log")).isEqualTo("one2");
    }
  }

  private LocalBlockStore faulty() throws IOException {
    return LocalFixture.open(
        FaultyDisk.failing(
            LocalFixture.realDisk(),
            (called, _) -> {
              if (broken.compareAndSet(called, "")) {
                throw new IOException("the disk said no");
              }
            }),
        root);
  }

  private static void append(BlockStore store, long offset, String text)
      throws BlockStoreException {
    store.append(LOG, offset, content(text));
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
