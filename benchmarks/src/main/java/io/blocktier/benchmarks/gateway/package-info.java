/** Servers that speak S3, asked for the same. */
package io.blocktier.benchmarks.gateway;
