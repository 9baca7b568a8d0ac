package io.blocktier.cache;

/** Which index to take. */
public enum IndexKind {
  /** The heap for up to three million blocks; a Chronicle Map for more, where the JVM allows it. */
  AUTO,
  /** A Chronicle Map: in memory off the heap, with an image on disk behind a clean stop. */
  CHRONICLE,
  /** An index of our own on the Java heap, built anew at every start. */
  HEAP
}
