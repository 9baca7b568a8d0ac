package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.s3.server.S3TestServer;
import io.blocktier.blockstore.s3.server.Traits;
import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A server, and stores on it whose retries note how long they would wait, and wait only for a
 * server that is killed.
 */
abstract class ServerFixture {

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

  static final BlockKey KEY = BlockKey.of("folder/block");

  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final Effects effects = hurrying(Effects.ofSystem());
  private final List<BlockStore> opened = new ArrayList<>();
  S3TestServer server;

  /** Something that may fail. */
  interface Step {
    void run() throws Exception;
  }

  private Effects hurrying(Effects system) {
    return new Effects(
        system.clock(), system.ticker(), system.random(), this::pause, system.executor());
  }

  private void pause(Duration duration) throws InterruptedException {
    pauses.add(duration);
    server.awaitUp(LONGEST_PAUSE);
  }

  @BeforeEach
  void startServer() throws Exception {
    server = S3TestServer.start(traits());
  }

  @AfterEach
  void stopServer() throws Exception {
    server.faults().clear();
    for (BlockStore store : opened) {
      store.close();
    }
    server.close();
    effects.executor().close();
  }

  Traits traits() {
    return Traits.AMAZON;
  }

  /** The whole stack, every claim of which is trusted. */
  BlockStore open(String... others) throws BlockStoreException {
    BlockStore store = TestStores.open(effects, TestStores.texts(server, trusted(others)));
    opened.add(store);
    return store;
  }

  S3BlockStore bare(String... others) {
    S3BlockStore store = TestStores.bare(effects, TestStores.texts(server, trusted(others)));
    opened.add(store);
    return store;
  }

  private static String[] trusted(String... others) {
    List<String> texts = new ArrayList<>(List.of("probe", "never"));
    texts.addAll(List.of(others));
    return texts.toArray(String[]::new);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static void assertHolds(BlockStore store, BlockKey key, byte[] expected)
      throws BlockStoreException {
    assertThat(Blocks.readAll(store, key).array()).isEqualTo(expected);
  }

  /** Runs a step and insists that it ends in time, with whatever outcome. */
  void within(Duration limit, Step step) throws Exception {
    long start = effects.ticker().nanos();
    try {
      step.run();
    } finally {
      assertThat(Duration.ofNanos(effects.ticker().nanos() - start))
          .as("time taken")
          .isLessThan(limit);
    }
  }
}
