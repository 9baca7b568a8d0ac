/** What was measured, of whom, and how much it varied. */
package io.blocktier.benchmarks.measure;
