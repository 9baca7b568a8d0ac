/** Reads of blocks that are cached. */
package io.blocktier.benchmarks.reads;
