/** A disk as one that may hang: no call on it keeps its caller for ever. */
@org.jspecify.annotations.NullMarked
package io.blocktier.journal.disk;
