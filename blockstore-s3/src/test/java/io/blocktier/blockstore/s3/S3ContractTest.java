package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.s3.server.S3TestServer;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.TransferCounter;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, over everything that the provider opens, beneath a key prefix. */
class S3ContractTest extends BlockStoreContract {

  private static final String PREFIX = "blocks/";

  private static S3TestServer server;
  private static Effects effects;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3TestServer.start();
    effects = Effects.ofSystem();
    try (BlockStore store = open("startup")) {
      assertThat(store.capabilities().features()).isEqualTo(S3Claims.FEATURES);
    }
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
    effects.executor().close();
  }

  @Override
  protected BlockStore open() throws Exception {
    server.empty();
    return open("never");
  }

  private static BlockStore open(String probe) throws Exception {
    return TestStores.open(effects, TestStores.texts(server, "key_prefix", PREFIX, "probe", probe));
  }

  @Override
  public Optional<TransferCounter> transfers() {
    return Optional.of(() -> server.traffic().bodyBytes());
  }

  @Override
  public boolean refuseDeletesOf(BlockKey key) {
    server.lock(PREFIX + key);
    return true;
  }
}
