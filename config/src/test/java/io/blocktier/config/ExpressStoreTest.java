package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.server.S3Gateway;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configured store in a directory bucket, against a server in the same process. */
class ExpressStoreTest {

  private static final String BUCKET = "logs--use1-az4--x-s3";

  @TempDir Path directory;

  private final Effects effects = Effects.ofSystem();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private S3Gateway server;

  @BeforeEach
  void serve() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Grant all = Grant.everywhere(Right.READ_WRITE);
    server =
        S3Gateway.start(
            GatewayOptions.at(any)
                .with(new AccessKey("AKID", "secret", List.of(all)))
                .with(new FixedBucket(BUCKET, KeyPrefix.ALL)),
            new InMemoryBlockStore(effects),
            effects,
            () -> "");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    effects.executor().close();
  }

  private BlocktierConfig config(String more) throws ConfigException {
    String yaml =
        String.format(
            Locale.ROOT,
            """
            block_store:
              type: express
              express:
                bucket: %s
                endpoint: http://127.0.0.1:%d
                region: us-east-1
                access_key_id: AKID
                secret_access_key: secret
                probe: never
            """,
            BUCKET,
            server.address().getPort());
    return BlocktierConfig.parse(yaml + more, "test.yaml", Map.of());
  }

  @Test
  void sessionsAreMetered() throws Exception {
    try (StoreStack stack = config("").open(effects, registry)) {
      assertThat(opened()).isZero();
      Blocks.write(stack.store(), BlockKey.of("a"), new byte[10]);
      assertThat(opened()).isEqualTo(1);
      assertThat(registry.get("blocktier.store.sessions.failed").functionCounter().count())
          .isZero();
      assertThat(registry.get("blocktier.store.sessions.ended").functionCounter().count()).isZero();
      assertThat(registry.get("blocktier.store.sessions.age").timeGauge().value())
          .isBetween(0.0, 60.0);
    }
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .extracting(Meter.Id::getName)
        .noneMatch(name -> name.contains("sessions"));
  }

  @Test
  void sessionsBeneathACacheAreMetered() throws Exception {
    String cache = "cache: {path: '" + directory + "'}\n";
    try (StoreStack stack = config(cache).open(effects, registry)) {
      Blocks.write(stack.store(), BlockKey.of("a"), new byte[10]);
      stack.cache().orElseThrow().flush(KeyPrefix.ALL);
      System.gc(); // meters refer weakly to what they tell
      assertThat(opened()).isPositive();
    }
  }

  private double opened() {
    return registry.get("blocktier.store.sessions.opened").functionCounter().count();
  }
}
