/** Removes what nobody refers to any more. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.sweep;
