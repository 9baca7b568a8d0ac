/** Block stores on Amazon S3 and on services that speak its protocol. */
@SuppressWarnings("module") // the name of the protocol ends with a digit
module io.blocktier.blockstore.s3 {
  requires transitive io.blocktier.blockstore;
  requires static org.jspecify;
  requires io.github.resilience4j.circuitbreaker;
  requires io.github.resilience4j.retry;
  requires java.xml;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires org.slf4j;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.retries.api;
  requires software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.utils;

  exports io.blocktier.blockstore.s3;
  exports io.blocktier.blockstore.s3.directory to
      io.blocktier.blockstore.express;

  provides io.blocktier.blockstore.spi.BlockStoreProvider with
      io.blocktier.blockstore.s3.S3StoreProvider;
  provides io.blocktier.blockstore.s3.directory.DirectoryStores with
      io.blocktier.blockstore.s3.S3DirectoryStores;
}
