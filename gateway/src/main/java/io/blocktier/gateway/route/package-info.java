/** Which operation a request asks for. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.route;
