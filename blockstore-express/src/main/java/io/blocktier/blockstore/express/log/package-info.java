/** A write-ahead log on stores that append, kept by one writer on one store or on a quorum. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.express.log;
