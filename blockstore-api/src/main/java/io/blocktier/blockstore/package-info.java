/**
 * The service provider interface of Blocktier: {@link io.blocktier.blockstore.BlockStore}, its
 * values and its errors. Nothing here does I/O.
 */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore;
