/** The contract that every block store passes, and stores and clocks to test with. */
module io.blocktier.blockstore.tck {
  requires transitive io.blocktier.blockstore;
  requires static transitive org.assertj.core;
  requires static transitive org.junit.jupiter.api;

  exports io.blocktier.blockstore.tck;

  // The contract's topics are package-private; JUnit calls their tests by reflection.
  opens io.blocktier.blockstore.tck to
      org.junit.platform.commons;

  provides io.blocktier.blockstore.spi.BlockStoreProvider with
      io.blocktier.blockstore.tck.MemoryStoreProvider;
}
