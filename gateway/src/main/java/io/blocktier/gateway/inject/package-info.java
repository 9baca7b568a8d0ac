/** Lets operations go wrong by a plan. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.inject;
