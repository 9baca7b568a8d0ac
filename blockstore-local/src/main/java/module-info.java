/** Block stores on a local disk: {@code file:} through the page cache, {@code direct:} past it. */
module io.blocktier.blockstore.local {
  requires transitive io.blocktier.blockstore;
  requires jdk.unsupported; // com.sun.nio.file.ExtendedOpenOption
  requires static org.jspecify;
  requires org.slf4j;

  exports io.blocktier.blockstore.local;

  provides io.blocktier.blockstore.spi.BlockStoreProvider with
      io.blocktier.blockstore.local.LocalStoreProvider;
}
