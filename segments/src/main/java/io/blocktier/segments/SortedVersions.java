package io.blocktier.segments;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Versions in their order. One at a time adds; anybody reads meanwhile, without a lock, and sees at
 * least what was there when the read began.
 *
 * <p>Neighbours are in one leaf. A leaf never changes: whoever adds puts another one in its place,
 * or two, and then another {@link Leaves}, too, since which leaves there are never changes either.
 */
final class SortedVersions {

  /** The most versions of a leaf, which are copied for each that comes. */
  private static final int MAX_LEAF = 128;

  private volatile Leaves leaves = new Leaves(new Version[0], new Leaf[] {Leaf.EMPTY});

  boolean isEmpty() {
    return leaves.get(0).size() == 0;
  }

  /** Adds a version that is not there. One at a time does. */
  void add(Version version) {
    Leaves now = leaves;
    int at = now.indexOf(version);
    Leaf leaf = now.get(at);
    int place = leaf.placeOf(version);
    if (leaf.size() < MAX_LEAF) {
      now.set(at, leaf.with(version, place));
      return;
    }
    boolean isBehindAll = place == MAX_LEAF && at == now.last();
    leaves = now.split(at, leaf.versionsWith(version, place), isBehindAll ? place : MAX_LEAF / 2);
  }

  /** Returns the least version that is not less than another one, or null if there is none. */
  @Nullable Version ceiling(Version probe) {
    Iterator<Version> from = from(probe);
    return from.hasNext() ? from.next() : null;
  }

  /** Goes through all versions. */
  Iterator<Version> all() {
    Leaves now = leaves;
    return new Walk(now, 0, now.get(0), 0);
  }

  /** Goes through the versions that are not less than another one. */
  Iterator<Version> from(Version probe) {
    Leaves now = leaves;
    int at = now.indexOf(probe);
    Leaf leaf = now.get(at);
    return new Walk(now, at, leaf, leaf.placeOf(probe));
  }

  /** The leaves, of which each has what is between two bounds for good. */
  private static final class Leaves {

    /** The first version of each leaf but the first one, which has all that is less. */
    private final Version[] firsts;

    private final AtomicReferenceArray<Leaf> leaves;

    Leaves(Version[] firsts, Leaf[] leaves) {
      this.firsts = firsts;
      this.leaves = new AtomicReferenceArray<>(leaves);
    }

    int last() {
      return firsts.length;
    }

    Leaf get(int at) {
      return leaves.getAcquire(at);
    }

    void set(int at, Leaf leaf) {
      leaves.setRelease(at, leaf);
    }

    /** Returns the leaf that a version is in, if it is there. */
    int indexOf(Version version) {
      int found = Arrays.binarySearch(firsts, version);
      return found < 0 ? -found - 1 : found + 1;
    }

    /** Returns leaves with two in the place of one, the second of which begins at a place. */
    Leaves split(int at, Version[] versions, int place) {
      Version first = versions[place];
      Version[] moreFirsts = new Version[firsts.length + 1];
      System.arraycopy(firsts, 0, moreFirsts, 0, at);
      moreFirsts[at] = first;
      System.arraycopy(firsts, at, moreFirsts, at + 1, firsts.length - at);
      Leaf[] more = new Leaf[moreFirsts.length + 1];
      for (int i = 0; i < leaves.length(); i++) {
        more[i <= at ? i : i + 1] = leaves.getPlain(i);
      }
      int length = versions.length;
      more[at] = new Leaf(shared(moreFirsts, at), Arrays.copyOf(versions, place));
      more[at + 1] =
          new Leaf(shared(moreFirsts, at + 1), Arrays.copyOfRange(versions, place, length));
      return new Leaves(moreFirsts, more);
    }

    /** Returns how many bytes all keys begin with that are between the bounds of a leaf. */
    private static int shared(Version[] firsts, int leaf) {
      return leaf == 0 || leaf == firsts.length
          ? 0
          : firsts[leaf - 1].key().sharedWith(firsts[leaf].key());
    }
  }

  /**
   * Some versions in their order. Immutable. The bytes behind those that all keys share stand side
   * by side, so that a place is found without a look at the keys, which are anywhere in memory.
   */
  private static final class Leaf {

    private static final Leaf EMPTY = new Leaf(0, new Version[0]);

    private final int shared;
    private final long[] words;
    private final Version[] versions;

    private Leaf(int shared, Version[] versions) {
      this(shared, words(shared, versions), versions);
    }

    private Leaf(int shared, long[] words, Version[] versions) {
      this.shared = shared;
      this.words = words;
      this.versions = versions;
    }

    private static long[] words(int shared, Version[] versions) {
      long[] words = new long[versions.length];
      Arrays.setAll(words, i -> versions[i].key().wordAt(shared));
      return words;
    }

    int size() {
      return versions.length;
    }

    /** Returns where the least version is that is not less than another one. */
    int placeOf(Version version) {
      long word = version.key().wordAt(shared);
      int low = 0;
      int high = versions.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        int order = Long.compareUnsigned(words[middle], word);
        if (order == 0) {
          order = versions[middle].compareTo(version);
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    Leaf with(Version version, int place) {
      long[] more = new long[words.length + 1];
      System.arraycopy(words, 0, more, 0, place);
      more[place] = version.key().wordAt(shared);
      System.arraycopy(words, place, more, place + 1, words.length - place);
      return new Leaf(shared, more, versionsWith(version, place));
    }

    Version[] versionsWith(Version version, int place) {
      Version[] more = new Version[versions.length + 1];
      System.arraycopy(versions, 0, more, 0, place);
      more[place] = version;
      System.arraycopy(versions, place, more, place + 1, versions.length - place);
      return more;
    }
  }

  /** Goes on from leaf to leaf. What is added meanwhile is seen or not. */
  private static final class Walk implements Iterator<Version> {

    private final Leaves leaves;
    private int at;
    private Leaf leaf;
    private int place;

    Walk(Leaves leaves, int at, Leaf leaf, int place) {
      this.leaves = leaves;
      this.at = at;
      this.leaf = leaf;
      this.place = place;
    }

    @Override
    public boolean hasNext() {
      if (place == leaf.size() && at < leaves.last()) {
        leaf = leaves.get(++at);
        place = 0;
      }
      return place < leaf.size();
    }

    @Override
    public Version next() {
      if (!hasNext()) {
        throw new NoSuchElementException("behind the last version");
      }
      return leaf.versions[place++];
    }
  }
}
