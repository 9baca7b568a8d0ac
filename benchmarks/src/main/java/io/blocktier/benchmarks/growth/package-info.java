/** What an operation costs when there is ten and a hundred times as much. */
package io.blocktier.benchmarks.growth;
