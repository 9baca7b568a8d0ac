package io.blocktier.torture;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Where the store beneath is, which a power cut of the cache's disk does not reach. It stands still
 * while that is copied: a machine without power sends nothing, and a store that heard of more than
 * the copy of the disk knows would be one that no power cut leaves.
 */
final class Beneath {

  private final Path going;
  private final Path left;
  private final Effects effects;

  /** Fair, so that a cut comes between changes that follow one another without a pause. */
  private final ReadWriteLock changes = new ReentrantReadWriteLock(true);

  Beneath(Path going, Path left, Effects effects) {
    this.going = going;
    this.left = left;
    this.effects = effects;
  }

  /** Opens a store that goes on. */
  BlockStore open(String name) throws ConfigException, BlockStoreException {
    return new HeldStore(CacheSubject.beneath(going.resolve(name), effects), changes.readLock());
  }

  /** Opens a store as the last cut found it. */
  BlockStore openLeft(String name) throws ConfigException, BlockStoreException {
    return CacheSubject.beneath(left.resolve(name), effects);
  }

  /** Cuts the power of a disk, and keeps a copy of the stores at that moment. */
  Image cut(Image disk, String name) throws IOException {
    Lock held = changes.writeLock();
    held.lock();
    try {
      return disk.cut(name, Shell.line("cp", "-a", going, left));
    } finally {
      held.unlock();
    }
  }

  /** Removes what the last cut left. */
  void forget() throws IOException {
    Directories.delete(left);
  }

  /** Removes a store that went on, and is closed. */
  void delete(String name) throws IOException {
    Directories.delete(going.resolve(name));
  }
}
