/** Block stores in directory buckets: S3 Express One Zone and servers that offer the like. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.express;
