/** An S3-compatible server over any block store. */
module io.blocktier.gateway {
  requires transitive io.blocktier.blockstore;
  requires java.xml;
  requires static micrometer.core;
  requires static org.jspecify;
  requires org.eclipse.jetty.server;
  requires org.slf4j;

  exports io.blocktier.gateway;
  exports io.blocktier.gateway.fault;
}
