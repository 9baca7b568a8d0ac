package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An object that is replaced between two reads of one answer. */
class ReplacedWhileReadTest {

  private static final int SIZE = 1 << 20;
  private static final BlockKey BLOCK = BlockKey.of("photos/k");

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);

  @Test
  void theAnswerEndsEarlyAndNeverMixesTwoVersions() throws Exception {
    GatewayOptions options = GatewayFixture.options().withAnonymous(Right.READ_WRITE);
    try (GatewayFixture gateway = GatewayFixture.over(options, new Replacing(store), effects)) {
      gateway.s3.createBucket(b -> b.bucket("photos"));
      Blocks.write(store, BLOCK, filled('o'));
      String answer = get(gateway);
      String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("Content-Length: " + SIZE);
      assertThat(body).hasSizeBetween(1, SIZE - 1).containsOnlyOnce("o".repeat(body.length()));
      assertThat(gateway.gateway.status().answersWithBytes()).isZero();
    } finally {
      effects.executor().close();
    }
  }

  private static byte[] filled(char content) {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) content);
    return bytes;
  }

  private static String get(GatewayFixture gateway) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gateway.gateway.address().getPort())) {
      socket.setSoTimeout(OverHttp.TIMEOUT_MILLIS);
      OverHttp.write(socket, "GET /photos/k HTTP/1.1\r\nHost: h\r\n\r\n");
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Replaces the block before the second read of it. */
  private static final class Replacing extends ForwardingBlockStore {

    private final AtomicBoolean replaced = new AtomicBoolean();

    Replacing(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      if (key.equals(BLOCK) && range.offset() > 0 && replaced.compareAndSet(false, true)) {
        Blocks.write(inner(), BLOCK, filled('n'));
      }
      return super.read(key, range, target);
    }
  }
}
