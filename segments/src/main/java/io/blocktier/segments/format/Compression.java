package io.blocktier.segments.format;

/** How frames are stored. */
public enum Compression {
  /** As they are. */
  NONE,
  /** By LZ4 where that saves an eighth or more, else as they are. */
  LZ4
}
