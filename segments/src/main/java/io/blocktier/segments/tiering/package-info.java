/** Moves segments between the hot and the cold store. */
@NullMarked
package io.blocktier.segments.tiering;

import org.jspecify.annotations.NullMarked;
