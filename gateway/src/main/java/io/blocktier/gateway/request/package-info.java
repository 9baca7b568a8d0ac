/** Requests as the rest of the gateway sees them, whatever server received them. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.request;
