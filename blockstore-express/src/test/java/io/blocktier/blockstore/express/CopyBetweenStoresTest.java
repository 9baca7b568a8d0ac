package io.blocktier.blockstore.express;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.PrefixedBlockStore;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies between a directory bucket and a general-purpose one: the server makes them. */
class CopyBetweenStoresTest {

  private static final BlockKey HOT = BlockKey.of("hot/block");
  private static final BlockKey COLD = BlockKey.of("cold/block");
  private static final byte[] BYTES = new byte[3 << 20];

  private ExpressServer server;
  private BlockStore express;
  private BlockStore archive;

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(BYTES);
    server = new ExpressServer();
    express = server.open();
    archive = server.openArchive("key_prefix", "below/");
  }

  @AfterEach
  void close() throws Exception {
    archive.close();
    express.close();
    server.close();
  }

  private static void assertHolds(BlockStore store, BlockKey key, byte[] bytes)
      throws BlockStoreException {
    assertThat(Blocks.readAll(store, key)).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void noByteOfTheBlockPassesThroughTheClientInEitherDirection() throws Exception {
    Blocks.write(express, HOT, BYTES);
    Receipt cooled = archive.copy(HOT, COLD, CopyOptions.DEFAULT.from(express));
    Receipt warmed = express.copy(COLD, BlockKey.of("again"), CopyOptions.DEFAULT.from(archive));
    assertThat(cooled.key()).isEqualTo(COLD);
    assertThat(cooled.size()).isEqualTo(BYTES.length);
    assertThat(archive.stat(COLD).etag()).isEqualTo(cooled.etag());
    assertThat(express.stat(warmed.key()).size()).isEqualTo(BYTES.length);
    express.close();
    archive.close();
    assertThat(server.stop() - BYTES.length)
        .as("bytes but for those that were written")
        .isBetween(0L, 10_000L);
  }

  @Test
  void theCopyIsWhatTheSourceWas() throws Exception {
    Metadata metadata = Metadata.of(Map.of("colour", "red"));
    archive.write(COLD, Content.of(BYTES), WriteOptions.DEFAULT.with(metadata));
    express.copy(COLD, HOT, CopyOptions.DEFAULT.from(archive));
    archive.delete(COLD, DeleteOptions.DEFAULT);
    assertHolds(express, HOT, BYTES);
    assertThat(express.stat(HOT).metadata()).isEqualTo(metadata);
  }

  @Test
  void aCopyInADirectoryBucketCanBeAppendedTo() throws Exception {
    archive.write(COLD, Content.of(new byte[] {1, 2}), WriteOptions.DEFAULT);
    express.copy(COLD, HOT, CopyOptions.DEFAULT.from(archive));
    express.append(HOT, 2, Content.of(new byte[] {3}));
    assertHolds(express, HOT, new byte[] {1, 2, 3});
  }

  @Test
  void conditionsHoldAcrossStores() throws Exception {
    Blocks.write(express, HOT, new byte[] {1});
    Blocks.write(archive, COLD, new byte[] {2});
    CopyOptions fromExpress = CopyOptions.DEFAULT.from(express);
    assertThatThrownBy(() -> archive.copy(HOT, COLD, fromExpress.with(Precondition.IF_ABSENT)))
        .isInstanceOf(PreconditionFailedException.class);
    Etag other = archive.stat(COLD).etag();
    assertThatThrownBy(() -> archive.copy(HOT, COLD, fromExpress.withSourceMatch(other)))
        .isInstanceOf(PreconditionFailedException.class);
    assertHolds(archive, COLD, new byte[] {2});
    BlockStat hot = express.stat(HOT);
    archive.copy(HOT, COLD, fromExpress.withSourceMatch(hot.etag()));
    assertHolds(archive, COLD, new byte[] {1});
  }

  @Test
  void aPrefixBelongsToItsOwnStore() throws Exception {
    BlockStore beneath = new PrefixedBlockStore(express, KeyPrefix.of("hot/"));
    Blocks.write(express, HOT, new byte[] {1});
    archive.copy(BlockKey.of("block"), COLD, CopyOptions.DEFAULT.from(beneath));
    assertHolds(archive, COLD, new byte[] {1});
    beneath.copy(COLD, BlockKey.of("back"), CopyOptions.DEFAULT.from(archive));
    assertHolds(express, BlockKey.of("hot/back"), new byte[] {1});
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> archive.copy(HOT, COLD, CopyOptions.DEFAULT.from(express)))
        .isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void aStoreOnAnotherServerIsRefused() throws Exception {
    ExpressServer other = new ExpressServer();
    try (BlockStore there = other.open()) {
      Blocks.write(there, HOT, new byte[] {1});
      assertThatThrownBy(() -> archive.copy(HOT, COLD, CopyOptions.DEFAULT.from(there)))
          .isInstanceOf(UnsupportedByStoreException.class)
          .hasMessageContaining("not on the same server");
    } finally {
      other.close();
    }
  }
}
