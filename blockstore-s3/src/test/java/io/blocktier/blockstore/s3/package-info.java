/** Tests of the S3 block store. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.s3;
