package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import java.io.IOException;

/** Somebody who speaks S3. Called by several threads, each of which has a number of its own. */
public interface Client extends AutoCloseable {

  /** Opens a client of a server; public, as peers in class paths of their own provide it. */
  @FunctionalInterface
  interface Opening {
    /**
     * Opens it.
     *
     * @param server whom it talks to
     * @param inFlight how many threads are going to call it
     * @return the client
     * @throws IOException if it cannot be opened
     */
    Client open(Server server, int inFlight) throws IOException;
  }

  /**
   * Writes an object.
   *
   * @param thread the number of the caller
   * @param key of the object
   * @param bytes of it, which nobody changes
   * @throws Exception if it fails
   */
  void put(int thread, String key, byte[] bytes) throws Exception;

  /**
   * Reads a part of an object.
   *
   * @param thread the number of the caller
   * @param key of the object
   * @param part which
   * @return how many bytes came
   * @throws Exception if it fails
   */
  long get(int thread, String key, Part part) throws Exception;

  @Override
  void close() throws IOException;

  /**
   * A part of an object. Immutable.
   *
   * @param offset where it begins
   * @param length how long it is
   * @param ofBytes how long the object is
   */
  record Part(long offset, int length, int ofBytes) {

    /** Tells whether it is the whole object. */
    public boolean whole() {
      return length == ofBytes;
    }

    /** Returns how HTTP says so. */
    String header() {
      return "bytes=" + offset + "-" + (offset + length - 1);
    }
  }
}
