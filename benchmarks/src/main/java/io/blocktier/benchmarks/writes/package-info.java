/** Small writes that are durable when they are acknowledged, or said to be. */
package io.blocktier.benchmarks.writes;
