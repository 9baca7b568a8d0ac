package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.tck.BlockStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, over everything that the provider opens, against a directory bucket. */
class ExpressContractTest extends BlockStoreContract {

  private static ExpressServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = new ExpressServer();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @Override
  protected BlockStore open() throws Exception {
    server.behind.deleteByPrefix(KeyPrefix.ALL);
    return server.open();
  }
}
