/** The block store interface of Blocktier and its layers. */
module io.blocktier.blockstore {
  requires static transitive org.jspecify;
  requires static io.github.resilience4j.circuitbreaker;
  requires static io.github.resilience4j.core;
  requires static io.github.resilience4j.retry;
  requires static micrometer.core;

  exports io.blocktier.blockstore;
  exports io.blocktier.blockstore.bill;
  exports io.blocktier.blockstore.layer;
  exports io.blocktier.blockstore.spi;

  uses io.blocktier.blockstore.spi.BlockStoreProvider;
}
