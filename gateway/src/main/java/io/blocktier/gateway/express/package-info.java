/** Directory buckets: sessions, appends, renames, and what such buckets refuse. */
@org.jspecify.annotations.NullMarked
package io.blocktier.gateway.express;
