package io.blocktier.benchmarks.gateway;

/** What a server is asked for. */
enum Verb {
  GET,
  PUT,
  LIST,
  DELETE,
  /** Writes objects that are not there yet. */
  NEW,
  /** Appends to objects of a directory bucket. */
  APPEND,
  /** Asks for sessions with a directory bucket. */
  SESSION;

  /** Tells whether an operation moves an object, or an equal part of it. */
  boolean moves() {
    return this == GET || this == PUT || this == NEW || this == APPEND;
  }

  /** Tells whether an answer is the acknowledgement of a change. */
  boolean changes() {
    return this != GET && this != LIST && this != SESSION;
  }
}
