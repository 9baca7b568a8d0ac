/** The write-back cache: acknowledged writes survive a power cut before they reach the store. */
module io.blocktier.cache {
  requires com.github.benmanes.caffeine;
  requires transitive io.blocktier.blockstore;
  requires io.blocktier.journal;
  requires static chronicle.bytes; // as is the map, which works on the class path alone
  requires static chronicle.map;
  requires static micrometer.core;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.blocktier.cache;
}
