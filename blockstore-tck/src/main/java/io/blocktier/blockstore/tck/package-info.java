/**
 * The contract suite for block stores ({@link io.blocktier.blockstore.tck.BlockStoreContract}) and
 * what tests of stores and layers are made of: a store in memory, a store that fails as planned, a
 * clock that stands still. The stores and clocks need neither JUnit nor AssertJ.
 */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.tck;
