package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ProbeReport;
import java.util.Collection;
import java.util.Locale;

/**
 * A name on the command line, with its store.
 *
 * @param store the open store
 * @param name the key, folder or glob within it; empty for the whole
 * @param argument what the user wrote
 */
record Target(BlockStore store, String name, String argument) {

  /** Tells whether the name can only mean what is below it. */
  boolean isFolder() {
    return name.isEmpty() || name.endsWith("/");
  }

  /** Tells whether both names are in the same store, so that it can copy by itself. */
  boolean isInStoreOf(Target other) {
    return store.equals(other.store);
  }

  /**
   * Makes sure that the store had its chance to offer what is needed: some offer it only once a
   * probe has proven it.
   */
  void requestProof(Collection<Capability> needed, ErrorLog errors) throws BlockStoreException {
    if (!store.capabilities().features().containsAll(needed)) {
      errors.note("probing the store, which does not offer all of " + ProbeCommand.labels(needed));
      ProbeReport _ = store.probe();
    }
  }

  /** Returns the name as a folder: empty, or with a slash at its end. */
  String folder() {
    return isFolder() ? name : name + "/";
  }

  BlockKey key() {
    if (isFolder()) {
      throw CommandException.usage(
          String.format(Locale.ROOT, "'%s' names no block", argument),
          "write the key of one block, or add -r");
    }
    return key(name);
  }

  /** Returns the key of something below the folder. */
  BlockKey below(String relative) {
    return key(folder() + relative);
  }

  static BlockKey key(String name) {
    try {
      return BlockKey.of(name);
    } catch (IllegalArgumentException e) {
      throw illegal(e);
    }
  }

  static KeyPrefix prefix(String name) {
    try {
      return KeyPrefix.of(name);
    } catch (IllegalArgumentException e) {
      throw illegal(e);
    }
  }

  /** Returns what stands behind the last slash. */
  static String lastElement(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static CommandException illegal(IllegalArgumentException e) {
    return CommandException.usage(
        String.valueOf(e.getMessage()), "'blocktier put --help' says what a key may be");
  }
}
