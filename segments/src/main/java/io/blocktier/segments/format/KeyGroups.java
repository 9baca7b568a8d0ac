package io.blocktier.segments.format;

/** The keys of a segment in groups, each of which begins with a whole key. */
sealed interface KeyGroups permits KeyIndex, KeyPieces {

  int keys();

  int frames();

  /** Makes a reader go to where a group begins. */
  void open(int group, ByteReader reader);

  /** Returns a group that has no key before it which is not less than a key. */
  int groupOf(byte[] key, ByteReader reader) throws FormatException;
}
