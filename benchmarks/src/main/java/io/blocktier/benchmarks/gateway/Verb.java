package io.blocktier.benchmarks.gateway;

/** What a server is asked for. */
enum Verb {
  GET,
  PUT,
  LIST,
  DELETE;

  /** Tells whether an answer is the acknowledgement of a change. */
  boolean changes() {
    return this == PUT || this == DELETE;
  }
}
