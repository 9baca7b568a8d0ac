/** Small records: segments, beside a database, an object for each, and bare files. */
package io.blocktier.benchmarks.segments;
