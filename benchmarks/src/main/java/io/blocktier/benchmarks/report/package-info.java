/** What came of a comparison, for people, programs and eyes. */
package io.blocktier.benchmarks.report;
