/** Whole blocks on a local disk, written durably and read. */
package io.blocktier.benchmarks.local;
