package io.blocktier.cache;

/** Which index to take. */
public enum IndexKind {
  /** A Chronicle Map where the JVM allows it, otherwise the heap. */
  AUTO,
  /** A Chronicle Map: off-heap, in a file that serves again after a clean stop. */
  CHRONICLE,
  /** An index of our own on the Java heap, built anew at every start. */
  HEAP
}
