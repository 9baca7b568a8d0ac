/** A log of records on a local disk: what is acknowledged is there behind a power cut. */
module io.blocktier.journal {
  requires transitive io.blocktier.blockstore;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.blocktier.journal;
  exports io.blocktier.journal.disk;
}
