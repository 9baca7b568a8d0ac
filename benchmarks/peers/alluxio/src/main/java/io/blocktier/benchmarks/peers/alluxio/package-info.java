/** The cache of Alluxio's client: pages in files. */
package io.blocktier.benchmarks.peers.alluxio;
