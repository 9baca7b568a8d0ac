/** Buckets and their settings. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.bucket;
