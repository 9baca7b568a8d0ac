/** What the store on directory buckets needs of the S3 store, for that module alone. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.s3.directory;
