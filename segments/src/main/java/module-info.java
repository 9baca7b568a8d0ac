/** Small records, packed into immutable segments on any block store. */
module io.blocktier.segments {
  requires transitive io.blocktier.blockstore;
  requires static org.jspecify;
  requires org.lz4.java;
}
