/** Layers: block stores around block stores, one concern each, composed by construction. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.layer;
