/** One contender in a process of its own, and how it is told what to do. */
package io.blocktier.benchmarks.trial;
