/** Clients that speak S3, each in a process of its own, beside the same server. */
package io.blocktier.benchmarks.client;
