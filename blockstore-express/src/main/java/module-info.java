/** Block stores in directory buckets, and a write-ahead log on stores that append. */
module io.blocktier.blockstore.express {
  requires transitive io.blocktier.blockstore;
  requires static org.jspecify;

  exports io.blocktier.blockstore.express.log;
}
