package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.measure.DurableLag;
import java.io.IOException;
import java.util.List;

/** Keeps records of one length under numbers. Thread-safe where it says so. */
interface RecordStore extends AutoCloseable {

  /** Keeps a record for good; called by many threads at once. */
  void put(int number, byte[] value) throws Exception;

  /** Keeps many records for good, at the end of the call. */
  void putAll(List<Integer> numbers, List<byte[]> values) throws Exception;

  /** Brings what was kept to where it is going to be. */
  default void settle() throws Exception {}

  /** Closes and opens, so that nothing but what is on the disk is known. */
  default void reopen() throws Exception {}

  /** Reads a record; returns its length. */
  int read(int number) throws Exception;

  /** Reads all records in the order of their names; returns how many. */
  long scan() throws Exception;

  /** Takes room back that records have which were replaced. */
  default void compact() throws Exception {
    throw new IOException("replaces in place, and has nothing to compact");
  }

  DurableLag lag();

  @Override
  void close() throws IOException;
}
