/** A table off the heap that tells in which frame of which segment the records of a key are. */
@NullMarked
package io.blocktier.segments.index;

import org.jspecify.annotations.NullMarked;
