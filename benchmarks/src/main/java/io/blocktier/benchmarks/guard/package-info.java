/** Ratios that must not fall. */
package io.blocktier.benchmarks.guard;
