/** Writes segments anew without what is dead in them. */
@NullMarked
package io.blocktier.segments.compact;

import org.jspecify.annotations.NullMarked;
