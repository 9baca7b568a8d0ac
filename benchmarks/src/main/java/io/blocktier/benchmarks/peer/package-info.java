/** Peers in class paths of their own. */
package io.blocktier.benchmarks.peer;
