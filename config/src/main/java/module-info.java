/** From a description in YAML to a running stack of stores and layers. */
module io.blocktier.config {
  requires transitive io.blocktier.blockstore;
  requires transitive io.blocktier.cache;
  requires transitive io.blocktier.gateway;
  requires transitive io.blocktier.segments;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires org.snakeyaml.engine;

  exports io.blocktier.config;

  uses io.blocktier.blockstore.spi.BlockStoreProvider;
}
