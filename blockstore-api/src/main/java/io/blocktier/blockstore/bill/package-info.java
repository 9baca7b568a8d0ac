/** What requests to a store cost: their kinds, their prices, and what they were made for. */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.bill;
