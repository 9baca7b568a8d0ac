/** The errors of S3, as its clients know them. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.error;
