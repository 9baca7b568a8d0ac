/** Deletes objects that nothing needs, and none that anything does. */
@NullMarked
package io.blocktier.segments.collect;

import org.jspecify.annotations.NullMarked;
