/** Servers that speak S3, each in a process of its own. */
package io.blocktier.benchmarks.server;
