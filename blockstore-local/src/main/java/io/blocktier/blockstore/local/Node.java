package io.blocktier.blockstore.local;

import java.nio.file.Path;

/**
 * Something in the tree whose turn in a listing comes at its text: the least key that it can yield.
 *
 * @param kind what to do then
 * @param directory the directory to look in, or to open
 * @param prefix the keys' start that the directory stands for, shared by its names
 * @param name the rest of the text
 */
record Node(Kind kind, Path directory, String prefix, String name) implements Comparable<Node> {

  /** What a node is. */
  enum Kind {
    /** A name in a directory, not looked at yet: a block, a directory, or both. */
    NAME,
    /** A directory to open. */
    DIRECTORY
  }

  String text() {
    return prefix + name;
  }

  /** Names of one directory share their prefix, and are compared without it. */
  @Override
  public int compareTo(Node other) {
    boolean siblings = prefix.length() == other.prefix.length() && prefix.equals(other.prefix);
    return siblings ? Names.compare(name, other.name) : Names.compare(text(), other.text());
  }
}
