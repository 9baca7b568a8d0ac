/** Objects put together from parts. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.multipart;
