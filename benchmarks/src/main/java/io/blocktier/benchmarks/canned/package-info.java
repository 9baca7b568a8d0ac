/** A server that keeps nothing and has every answer ready, so that its clients are measured. */
package io.blocktier.benchmarks.canned;
