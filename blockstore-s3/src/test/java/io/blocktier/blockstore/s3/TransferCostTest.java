package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.s3.server.S3TestServer;
import io.blocktier.blockstore.spi.Effects;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What moving a block of 4 MiB costs in garbage, through all layers. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TransferCostTest {

  private static final int BLOCK_BYTES = 4 << 20;
  private static final long MOST_BYTES = 64 << 10;
  private static final int WARM_UP = 150;
  private static final int CALLS = 50;
  private static final BlockKey KEY = BlockKey.of("share1/content123/chunk-0/block-0");

  private final Effects effects = Effects.ofSystem();
  private S3TestServer server;

  /** One transfer. */
  private interface Transfer {
    void run() throws BlockStoreException;
  }

  @BeforeEach
  void start() throws Exception {
    server = S3TestServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    effects.executor().close();
  }

  @ParameterizedTest
  @EnumSource(PayloadSigning.class)
  void writeAllocatesLittleBesideTheBlock(PayloadSigning signing) throws Exception {
    ByteBuffer block = block(false);
    Content content = Content.of(block).withChecksum(Crc32c.of(block));
    try (BlockStore store = open(signing)) {
      long bytes = perCall(() -> store.write(KEY, content, WriteOptions.DEFAULT));
      assertThat(bytes).as("bytes per write, payload signing %s", signing).isLessThan(MOST_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readAllocatesLittleBesideTheTarget(boolean direct) throws Exception {
    ByteBuffer target = block(direct);
    try (BlockStore store = open(PayloadSigning.AUTO)) {
      store.write(KEY, Content.of(block(false)), WriteOptions.DEFAULT);
      long bytes = perCall(() -> store.read(KEY, ByteRange.ALL, target.clear()));
      assertThat(bytes).as("bytes per read, direct %s", direct).isLessThan(MOST_BYTES);
    }
  }

  private BlockStore open(PayloadSigning signing) throws BlockStoreException {
    return TestStores.open(
        effects, TestStores.texts(server, "payload_signing", signing.name(), "probe", "never"));
  }

  private static long perCall(Transfer transfer) throws BlockStoreException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < WARM_UP; i++) {
      transfer.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      transfer.run();
    }
    long perCall = (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
    return perCall;
  }

  private static ByteBuffer block(boolean direct) {
    byte[] bytes = new byte[BLOCK_BYTES];
    new Random(1).nextBytes(bytes);
    return direct
        ? ByteBuffer.allocateDirect(BLOCK_BYTES).put(bytes).flip()
        : ByteBuffer.wrap(bytes);
  }
}
