/** Where the newest record of each block is. */
@org.jspecify.annotations.NullMarked
package io.blocktier.cache.index;
