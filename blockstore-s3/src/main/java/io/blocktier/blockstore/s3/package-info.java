/** Block stores on Amazon S3 and on services that speak its protocol. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.s3;
