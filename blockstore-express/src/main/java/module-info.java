/** Block stores in directory buckets, and a write-ahead log on stores that append. */
module io.blocktier.blockstore.express {
  requires transitive io.blocktier.blockstore;
  requires io.blocktier.blockstore.s3;
  requires static org.jspecify;

  exports io.blocktier.blockstore.express;
  exports io.blocktier.blockstore.express.log;

  uses io.blocktier.blockstore.s3.directory.DirectoryStores;

  provides io.blocktier.blockstore.spi.BlockStoreProvider with
      io.blocktier.blockstore.express.ExpressStoreProvider;
}
