package io.blocktier.benchmarks.client;

import java.io.IOException;

/** Somebody who speaks S3. Called by several threads, each of which has a number of its own. */
interface Client extends AutoCloseable {

  /** Writes an object. */
  void put(int thread, String key, byte[] bytes) throws Exception;

  /**
   * Reads a part of an object.
   *
   * @param thread the number of the caller
   * @param key of the object
   * @param part which
   * @return how many bytes came
   */
  long get(int thread, String key, Part part) throws Exception;

  @Override
  void close() throws IOException;

  /**
   * A part of an object. Immutable.
   *
   * @param offset where it begins
   * @param length how long it is
   * @param whole whether it is the whole object
   */
  record Part(long offset, int length, boolean whole) {

    /** Returns how HTTP says so. */
    String header() {
      return "bytes=" + offset + "-" + (offset + length - 1);
    }
  }
}
