/** The running server. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.server;
