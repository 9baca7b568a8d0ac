/** Hadoop's file system over S3. */
package io.blocktier.benchmarks.peers.hadoop;
