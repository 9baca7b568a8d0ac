/** Small records, packed into immutable segments on any block store. */
module io.blocktier.segments {
  requires com.github.benmanes.caffeine;
  requires transitive io.blocktier.blockstore;
  requires io.blocktier.journal;
  requires static micrometer.core;
  requires static org.jspecify;
  requires org.lz4.java;
  requires org.slf4j;

  exports io.blocktier.segments;
  exports io.blocktier.segments.check;
  exports io.blocktier.segments.collect;
  exports io.blocktier.segments.compact;
  exports io.blocktier.segments.format;
  exports io.blocktier.segments.index;
  exports io.blocktier.segments.manifest;
  exports io.blocktier.segments.objects;
  exports io.blocktier.segments.packed;
  exports io.blocktier.segments.tiering;
}
