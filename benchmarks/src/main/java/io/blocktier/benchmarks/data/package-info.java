/** The bytes that everybody is given, and the order in which they are asked for. */
package io.blocktier.benchmarks.data;
