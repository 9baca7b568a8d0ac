package io.blocktier.blockstore.s3.wire;

/** What is asked for an object. */
public enum Verb {
  /** Its bytes. */
  GET,
  /** What is known of it. */
  HEAD,
  /** To store it. */
  PUT,
  /** To remove it. */
  DELETE
}
