/** Hot paths, one method each. */
package io.blocktier.benchmarks.jmh;
