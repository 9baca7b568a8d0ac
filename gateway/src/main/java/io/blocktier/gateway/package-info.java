/** An S3-compatible server over any block store. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway;
