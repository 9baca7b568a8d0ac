/** The server that speaks HTTP. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.http;
