/** Iceberg's files over S3. */
package io.blocktier.benchmarks.peers.iceberg;
