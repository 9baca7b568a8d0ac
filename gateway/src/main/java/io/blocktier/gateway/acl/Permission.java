package io.blocktier.gateway.acl;

/** What a list of rights lets somebody do. */
public enum Permission {
  /** List a bucket, or read an object. */
  READ,
  /** Write and delete the objects of a bucket. */
  WRITE,
  /** Read the list itself. */
  READ_ACP,
  /** Change the list itself. */
  WRITE_ACP,
  /** All of these. */
  FULL_CONTROL;

  /** Tells whether this is enough for something. */
  boolean covers(Permission needed) {
    return this == needed || this == FULL_CONTROL;
  }
}
