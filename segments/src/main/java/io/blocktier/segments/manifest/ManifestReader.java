package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads a chain of manifests that others write. Any number of readers may be open; none of them
 * writes anything. Thread-safe.
 */
public final class ManifestReader {

  private final HeadSearch search;
  private final AtomicReference<Tip> tip;

  private ManifestReader(HeadSearch search, Tip tip) {
    this.search = search;
    this.tip = new AtomicReference<>(tip);
  }

  /**
   * Opens a manifest for reading.
   *
   * @param store where the chain is kept
   * @param options its place
   * @return a reader of the newest manifest, which is empty where nobody has written yet
   * @throws DamagedManifestException if the chain is not whole
   * @throws ContendedException if manifests are deleted faster than they are read
   * @throws BlockStoreException if the store fails
   */
  public static ManifestReader open(BlockStore store, ManifestOptions options)
      throws ManifestException, BlockStoreException {
    HeadSearch search = new HeadSearch(new ChainStore(store, options));
    return new ManifestReader(search, search.newest(Tip.EMPTY));
  }

  /**
   * Returns the newest manifest that was seen.
   *
   * @return the manifest
   */
  public Manifest current() {
    return tip.get().manifest();
  }

  /**
   * Looks for a newer manifest. Two looks at the store where there is none; otherwise the number of
   * looks grows with the logarithm of how many there are, and one or two objects are read.
   *
   * @return the manifest that was the newest at some moment of this call, or a newer one
   * @throws ManifestException as {@link #open} does
   * @throws BlockStoreException if the store fails; what was seen before stays
   */
  public Manifest refresh() throws ManifestException, BlockStoreException {
    Tip found = search.newest(tip.get());
    return tip.accumulateAndGet(found, ManifestReader::newer).manifest();
  }

  private static Tip newer(Tip one, Tip other) {
    return one.number() > other.number() ? one : other;
  }
}
