package io.blocktier.benchmarks.client;

/** What clients do. */
enum Transfer {
  PUT,
  GET,
  RANGE
}
