package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The key index of a segment, which is read when it is first needed. Thread-safe. */
final class LoadedKeys {

  private final SegmentBlock block;
  private final Footer footer;
  private final AtomicReference<@Nullable KeyIndex> loaded;
  private final ReentrantLock loading = new ReentrantLock();

  LoadedKeys(SegmentBlock block, Footer footer, Optional<KeyIndex> opened) {
    this.block = block;
    this.footer = footer;
    this.loaded = new AtomicReference<>(opened.orElse(null));
  }

  /**
   * Returns the index; whoever comes while it is read waits as long as the store lets that take.
   */
  KeyIndex get() throws BlockStoreException {
    KeyIndex known = loaded.get();
    if (known != null) {
      return known;
    }
    loading.lock();
    try {
      KeyIndex meanwhile = loaded.get();
      KeyIndex index = meanwhile == null ? load() : meanwhile;
      loaded.set(index);
      return index;
    } finally {
      loading.unlock();
    }
  }

  private KeyIndex load() throws BlockStoreException {
    byte[] bytes = new byte[footer.trailer().keys().bytes()];
    block.read(footer.trailer().framesBytes(), bytes, 0, bytes.length);
    try {
      return footer.readKeys(bytes, 0);
    } catch (FormatException e) {
      throw block.corrupt(e);
    }
  }

  /** Returns how much memory it takes now. */
  long memoryBytes() {
    return loaded.get() == null ? 0 : footer.trailer().keys().bytes();
  }
}
