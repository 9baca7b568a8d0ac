/** Where the objects of segments are, and what their keys are. */
@NullMarked
package io.blocktier.segments.objects;

import org.jspecify.annotations.NullMarked;
