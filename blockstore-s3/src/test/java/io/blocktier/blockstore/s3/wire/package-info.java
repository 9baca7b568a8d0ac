/** Tests of what goes over the wire. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.s3.wire;
