/** Contenders in turns, each in a process of its own. */
package io.blocktier.benchmarks.harness;
