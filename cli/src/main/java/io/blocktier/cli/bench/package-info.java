/** Measures what a user has, a disk or a store, and says which settings suit it. */
@org.jspecify.annotations.NullMarked
package io.blocktier.cli.bench;
