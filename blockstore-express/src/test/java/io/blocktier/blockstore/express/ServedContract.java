package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.ContractScale;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract, over everything that the providers open, against buckets of both kinds of the
 * project's own server, which has its blocks in whatever a subclass opens.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServedContract {

  /** Less than usual, for what is beneath the server has had the whole of it without a server. */
  private static final ContractScale SCALE = ContractScale.DEFAULT.withRacers(8).withKeys(50, 50);

  private ExpressServer server;

  /** Opens what the server has its blocks in. */
  abstract BlockStore behind(Effects effects) throws IOException;

  @BeforeAll
  void startServer() throws Exception {
    server = new ExpressServer(this::behind);
  }

  @AfterAll
  void stopServer() throws Exception {
    server.close();
  }

  private String appends() {
    return Boolean.toString(server.behind.capabilities().has(Capability.APPEND));
  }

  private void empty() throws IOException {
    server.behind.deleteByPrefix(KeyPrefix.ALL).orThrow();
  }

  private abstract static class Scaled extends BlockStoreContract {
    @Override
    public final ContractScale scale() {
      return SCALE;
    }
  }

  @Nested
  class InADirectoryBucket extends Scaled {
    @Override
    protected BlockStore open() throws Exception {
      empty();
      return server.open("enable_atomic_append", appends());
    }
  }

  @Nested
  class InAGeneralPurposeBucket extends Scaled {
    @Override
    protected BlockStore open() throws Exception {
      empty();
      return server.openGeneral();
    }
  }
}
