package io.blocktier.cache.index;

import io.blocktier.blockstore.BlockKey;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An index on the Java heap, in arrays of bytes and numbers: about 45 bytes a block and its key.
 * Thread-safe: keys are spread over stripes, each with a short lock of its own, and a stripe moves
 * its records on its own when it grows.
 *
 * <p>Finding allocates the result alone if the key is ASCII.
 */
public final class HeapIndex implements BlockIndex {

  /** How many entries a stripe has on average when the index is full; bounds how long a put is. */
  static final int ENTRIES_PER_STRIPE = 4096;

  /** The most entries an index can be opened for. */
  static final long MAX_ENTRIES = (long) ENTRIES_PER_STRIPE << 18;

  private static final int MIN_STRIPES = 16;

  private final Quota quota;
  private final Stripe[] stripes;
  private volatile boolean closed;

  /**
   * Makes an empty index.
   *
   * @param maxEntries how many blocks it holds at most
   * @throws IllegalArgumentException if that is not between 1 and {@link #MAX_ENTRIES}
   */
  public HeapIndex(long maxEntries) {
    if (maxEntries < 1 || maxEntries > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "an index holds 1 to " + MAX_ENTRIES + " blocks, not " + maxEntries);
    }
    this.quota = new Quota(maxEntries, 0);
    int count = Math.toIntExact(Math.max(MIN_STRIPES, maxEntries / ENTRIES_PER_STRIPE));
    this.stripes = Stream.generate(() -> new Stripe(quota)).limit(count).toArray(Stripe[]::new);
  }

  @Override
  public Optional<IndexEntry> find(BlockKey key) throws IOException {
    long hash = KeyText.hash(key.value());
    return stripe(hash).find(hash, key.value());
  }

  @Override
  public Optional<IndexEntry> put(BlockKey key, IndexEntry entry) throws IOException {
    PositionCodec.requireLegal(entry);
    long hash = KeyText.hash(key.value());
    return stripe(hash).put(hash, key.value(), entry);
  }

  @Override
  public int putAll(EntryBatch batch, Replacements replacements) throws IOException {
    int taken = 0;
    while (taken < batch.size() && stripe(batch.hash(taken)).put(batch, taken, replacements)) {
      taken++;
    }
    return taken;
  }

  @Override
  public void expect(long entries) {
    int each = (int) (Math.min(entries, quota.maxEntries()) / stripes.length);
    for (Stripe stripe : stripes) {
      stripe.expect(each);
    }
  }

  @Override
  public void remove(BlockKey key) throws IOException {
    long hash = KeyText.hash(key.value());
    stripe(hash).remove(hash, key.value());
  }

  @Override
  public void remove(BlockKey key, long generation) throws IOException {
    long hash = KeyText.hash(key.value());
    stripe(hash).remove(hash, key.value(), generation);
  }

  @Override
  public long size() {
    return quota.taken();
  }

  @Override
  public void forEach(StateSet states, Visitor visitor) throws IOException {
    requireOpen();
    for (Stripe stripe : stripes) {
      stripe.forEach(states, visitor);
    }
  }

  @Override
  public long oldest(StateSet states) throws IOException {
    requireOpen();
    long oldest = NEVER;
    for (Stripe stripe : stripes) {
      oldest = Math.min(oldest, stripe.oldest(states));
    }
    return oldest;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** The high half of the hash picks the stripe; the low half is the stripe's own. */
  private Stripe stripe(long hash) throws IOException {
    requireOpen();
    return stripes[(int) (((hash >>> 32) * stripes.length) >>> 32)];
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the index is closed");
    }
  }
}
