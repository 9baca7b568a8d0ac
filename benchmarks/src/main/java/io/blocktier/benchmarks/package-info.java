/** Measures Blocktier beside what else there is. */
package io.blocktier.benchmarks;
