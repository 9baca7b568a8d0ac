/** Finds out whether all segments are whole, and repairs those that are not. */
@NullMarked
package io.blocktier.segments.check;

import org.jspecify.annotations.NullMarked;
