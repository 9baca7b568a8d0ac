/** Requests of pages of other origins. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.cors;
