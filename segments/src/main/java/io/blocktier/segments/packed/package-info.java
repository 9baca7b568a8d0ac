/** Blocks packed into segments: a {@link io.blocktier.blockstore.BlockStore} of records. */
@NullMarked
package io.blocktier.segments.packed;

import org.jspecify.annotations.NullMarked;
