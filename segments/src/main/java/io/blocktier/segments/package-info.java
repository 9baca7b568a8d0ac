/**
 * Small records, packed into immutable segments on any block store: {@link
 * io.blocktier.segments.SegmentManager} is where to begin.
 */
@NullMarked
package io.blocktier.segments;

import org.jspecify.annotations.NullMarked;
