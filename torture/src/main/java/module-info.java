/** Proves on the machine at hand that what was acknowledged is there, whatever happens to it. */
module io.blocktier.torture {
  requires transitive io.blocktier.blockstore;
  requires io.blocktier.config;
  requires java.management;
  requires static org.jspecify;

  exports io.blocktier.torture;
}
