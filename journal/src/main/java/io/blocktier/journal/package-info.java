/** The journal: records that survive a power cut, in the order of their generations. */
@org.jspecify.annotations.NullMarked
package io.blocktier.journal;
