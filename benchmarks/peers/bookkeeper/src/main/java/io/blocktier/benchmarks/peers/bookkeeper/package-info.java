/** The journal of a bookie, and nothing else of it. */
package io.blocktier.benchmarks.peers.bookkeeper;
