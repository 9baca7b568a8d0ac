/** The write-back cache: acknowledged writes survive a power cut before they reach the store. */
module io.blocktier.cache {
  requires transitive io.blocktier.blockstore;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.blocktier.cache;
}
