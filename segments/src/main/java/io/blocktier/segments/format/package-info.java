/** An immutable segment of records: how one is written to a block store, and read again. */
@org.jspecify.annotations.NullMarked
package io.blocktier.segments.format;
