package io.blocktier.segments;

import io.blocktier.blockstore.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that one writer has ever given to one key, in order, and from which of it on it has to be
 * there. What is found may be newer, never older, and never something else.
 */
final class KeyVersions {

  private static final int LONGEST = 200;

  /** So many of them fill a file of the log. */
  private static final int LARGE = 60_000;

  private final String key;
  private final List<Optional<String>> versions = new ArrayList<>(List.of(Optional.empty()));
  private int local;
  private int remote;

  KeyVersions(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  /** Notes a version that is about to be written, and returns its number. */
  int put(boolean large) {
    int number = versions.size();
    int filling = large ? LARGE : number * 37 % LONGEST;
    versions.add(Optional.of(key + "#" + number + "#" + "x".repeat(filling)));
    return number;
  }

  /** Notes a deletion that is about to be made, and returns its number. */
  int delete() {
    versions.add(Optional.empty());
    return versions.size() - 1;
  }

  String value(int number) {
    return versions.get(number).orElseThrow();
  }

  /** Tells whether a value is that of a version. */
  boolean isVersion(int number, String value) {
    return versions.get(number).filter(value::equals).isPresent();
  }

  /** The disk of the log has it from now on, and the store, too, if the level is that. */
  void acknowledged(int number, Durability level) {
    local = Math.max(local, number);
    if (level == Durability.REMOTE) {
      remote = Math.max(remote, number);
    }
  }

  /** Returns from which version on the log and the segments have the key. */
  int local() {
    return local;
  }

  /** Returns from which version on segments alone have it. */
  int remote() {
    return remote;
  }

  /** Segments have what was acknowledged up to a version. */
  void sealed(int number) {
    remote = Math.max(remote, number);
  }

  /**
   * Finds out which version something is.
   *
   * @param found what somebody read
   * @param least the version that there has to be at least
   * @throws AssertionError if it is older, or was never written
   */
  int require(Optional<String> found, int least, String when) {
    for (int i = least; i < versions.size(); i++) {
      if (versions.get(i).equals(found)) {
        return i;
      }
    }
    throw new AssertionError(
        "%s: '%s' has %s, and should have version %d of 0 to %d, or a later one"
            .formatted(when, key, brief(found), least, versions.size() - 1));
  }

  /** Whoever saw a version sees no older one again, whatever happens. */
  void seen(int number) {
    local = Math.max(local, number);
  }

  private static String brief(Optional<String> content) {
    return content.map(text -> "'" + text.replace("x", "") + "'").orElse("no value");
  }
}
