/** The disk of the cache as one that may hang: no call on it keeps its caller for ever. */
@org.jspecify.annotations.NullMarked
package io.blocktier.cache.disk;
