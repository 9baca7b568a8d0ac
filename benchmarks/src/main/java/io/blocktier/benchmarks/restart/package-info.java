/** How long it takes until what was there is there again. */
package io.blocktier.benchmarks.restart;
