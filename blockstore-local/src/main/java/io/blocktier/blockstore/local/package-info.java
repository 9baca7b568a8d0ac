/** Block stores on a local disk. */
@NullMarked
package io.blocktier.blockstore.local;

import org.jspecify.annotations.NullMarked;
