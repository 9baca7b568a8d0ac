/** A small S3 server in memory that behaves as Amazon's does, or as badly as a test wants. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.s3.server;
