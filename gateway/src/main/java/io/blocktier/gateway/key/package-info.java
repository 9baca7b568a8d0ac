/** Keys of objects and keys of blocks. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.key;
