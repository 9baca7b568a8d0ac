package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import java.util.List;
import java.util.Set;

/**
 * Opens stores of one type. Found by {@link java.util.ServiceLoader}; a new type needs no change
 * anywhere else: its settings appear in the configuration and on the reference page, its schemes
 * work in the command. Stateless and thread-safe.
 */
public interface BlockStoreProvider {

  /**
   * Returns the name of the type.
   *
   * @return what {@code block_store.type} says, and the name of the section with the settings
   */
  String type();

  /**
   * Returns the URI schemes that mean this type.
   *
   * @return names in lower case without colon
   */
  Set<String> schemes();

  /**
   * Declares what a store of this type can be configured with.
   *
   * @return the settings, in the order of the reference page
   */
  List<Setting<?>> settings();

  /**
   * Takes a URI apart. Does not touch the network; may look at the local disk.
   *
   * @param uri what the user wrote, with one of {@link #schemes()}
   * @return which store, and what in it
   * @throws IllegalArgumentException if the URI cannot be read; the message says what to write
   */
  StoreLocation locate(String uri);

  /**
   * Opens a store.
   *
   * @param settings values for {@link #settings()}
   * @param effects clock, randomness and threads; outlive the store
   * @return the store, complete with the layers that its type needs
   * @throws InvalidSettingException if settings contradict each other
   * @throws BlockStoreException if the store cannot be opened
   */
  BlockStore open(Settings settings, Effects effects) throws BlockStoreException;
}
