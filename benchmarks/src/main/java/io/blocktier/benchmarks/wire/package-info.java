/** S3 over a bare socket: a client that costs next to nothing, so that the server is measured. */
package io.blocktier.benchmarks.wire;
