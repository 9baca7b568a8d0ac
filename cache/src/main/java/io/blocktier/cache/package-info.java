/** The write-back cache around a block store. */
@org.jspecify.annotations.NullMarked
package io.blocktier.cache;
