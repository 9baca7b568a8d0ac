package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store does when the disk refuses a sync, or takes no more bytes. */
class FailedSyncTest {

  @TempDir Path root;
  private final AtomicBoolean broken = new AtomicBoolean();

  private LocalBlockStore storeWithFailing(String operation) throws IOException {
    return LocalFixture.open(
        FaultyDisk.failing(
            LocalFixture.realDisk(),
            (called, _) -> {
              if (called.equals(operation) && broken.getAndSet(false)) {
                throw new IOException("the disk said no");
              }
            }),
        root);
  }

  @Test
  void dataThatCouldNotBeForcedNeverGetsAName() throws Exception {
    try (LocalBlockStore store = storeWithFailing("force")) {
      LocalFixture.write(store, "x", "old");
      broken.set(true);

      assertThatThrownBy(() -> LocalFixture.write(store, "x", "new"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasRootCauseMessage("the disk said no");
      assertThat(LocalFixture.read(store, "x")).isEqualTo("old");
      assertThat(LocalFixture.temporaryFiles(root)).isEmpty();
      LocalFixture.write(store, "x", "new");
      assertThat(LocalFixture.read(store, "x")).isEqualTo("new");
    }
  }

  @Test
  void afterALostDirectorySyncNothingIsChangedUntilTheStoreIsOpenedAgain() throws Exception {
    try (LocalBlockStore store = storeWithFailing("forceDirectory")) {
      LocalFixture.write(store, "x", "old");
      broken.set(true);

      assertThatThrownBy(() -> LocalFixture.write(store, "x", "new"))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("reopened");
      assertThatThrownBy(() -> LocalFixture.write(store, "y", "next"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("open the store again");
      assertThatThrownBy(() -> Blocks.delete(store, BlockKey.of("x")))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(LocalFixture.read(store, "x")).isEqualTo("new");
    }
    try (BlockStore again = LocalFixture.open(root)) {
      LocalFixture.write(again, "y", "next");
    }
  }

  @Test
  void aLostSyncOfADeletionIsReportedToo() throws Exception {
    try (LocalBlockStore store = storeWithFailing("forceDirectory")) {
      LocalFixture.write(store, "x", "old");
      broken.set(true);

      assertThatThrownBy(() -> Blocks.delete(store, BlockKey.of("x")))
          .isInstanceOf(OutcomeUnknownException.class);
      assertThatThrownBy(() -> LocalFixture.write(store, "x", "new"))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void aFullDiskIsToldApartAndLeavesNothingBehind() throws Exception {
    Disk disk = FaultyDisk.full(LocalFixture.realDisk(), broken::get);
    try (LocalBlockStore store = LocalFixture.open(disk, root)) {
      LocalFixture.write(store, "x", "old");
      broken.set(true);

      assertThatThrownBy(() -> LocalFixture.write(store, "x", "new"))
          .isInstanceOf(OutOfSpaceException.class)
          .hasMessageContaining("free space");
      assertThat(LocalFixture.temporaryFiles(root)).isEmpty();
      assertThat(LocalFixture.read(store, "x")).isEqualTo("old");
      broken.set(false);
      LocalFixture.write(store, "x", "new");
      assertThat(LocalFixture.read(store, "x")).isEqualTo("new");
    }
  }

  @Test
  void anInterruptDoesNotCostTheSyncOfNamesThatAreVisible() throws Exception {
    try (LocalBlockStore store = storeWithFailing("nothing")) {
      LocalFixture.write(store, "x", "old");
      Thread.currentThread().interrupt();

      Blocks.delete(store, BlockKey.of("x"));

      assertThat(Thread.interrupted()).isTrue();
      LocalFixture.write(store, "x", "new");
      assertThat(LocalFixture.read(store, "x")).isEqualTo("new");
    }
  }
}
