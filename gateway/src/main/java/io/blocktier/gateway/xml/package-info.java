/** XML in and out, bounded. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.xml;
