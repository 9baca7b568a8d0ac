/** The command {@code blocktier}: its verbs, its tour, and all that prints. */
@org.jspecify.annotations.NullMarked
package io.blocktier.cli;
