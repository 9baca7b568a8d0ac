/** Requests for objects as bytes: signed, sent over connections that stay open, and answered. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.s3.wire;
