package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The objects of a manifest in a store.
 *
 * @param store the store
 * @param options their keys
 */
record ChainStore(BlockStore store, ManifestOptions options) {

  /** The largest object of a manifest: about a million segments. */
  static final int MAX_OBJECT_BYTES = 256 << 20;

  /** What is read at once; few objects are larger. */
  private static final int GUESS_BYTES = 64 << 10;

  /** An object, as far as it was asked for. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Part(byte[] bytes, long size, Etag etag) {}

  String name() {
    return ForwardingBlockStore.identityOf(store) + ": " + options.prefix();
  }

  boolean hasManifest(long number) throws BlockStoreException {
    return Blocks.find(store, options.manifest(number)).isPresent();
  }

  /** Returns the header of a manifest's object, or empty where there is none. */
  Optional<Header> header(long number) throws BlockStoreException, DamagedManifestException {
    BlockKey key = options.manifest(number);
    Optional<Part> part = part(key, ByteRange.of(0, Header.BYTES));
    if (part.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Header.read(number, part.get().bytes()));
    } catch (DamagedManifestException e) {
      throw e.at(key);
    }
  }

  /** Returns the newest boundary, where the search begins at one that is known. */
  Boundary newestBoundary(Boundary known) throws BlockStoreException, DamagedManifestException {
    long index =
        Numbers.newest(
            known.index(), next -> Blocks.find(store, options.boundary(next)).isPresent());
    if (index == known.index()) {
      return known;
    }
    BlockKey key = options.boundary(index);
    byte[] bytes =
        object(key).orElseThrow(() -> new DamagedManifestException(key + ": has disappeared"));
    try {
      return Boundary.decode(index, bytes);
    } catch (DamagedManifestException e) {
      throw e.at(key);
    }
  }

  /** Returns a whole object, or empty where there is none. */
  Optional<byte[]> object(BlockKey key) throws BlockStoreException, DamagedManifestException {
    Optional<Part> first = part(key, ByteRange.of(0, GUESS_BYTES));
    return first.isEmpty() ? Optional.empty() : whole(key, first.get());
  }

  private Optional<byte[]> whole(BlockKey key, Part first)
      throws BlockStoreException, DamagedManifestException {
    int have = first.bytes().length;
    if (first.size() == have) {
      return Optional.of(first.bytes());
    }
    if (first.size() > MAX_OBJECT_BYTES) {
      throw new DamagedManifestException(key + ": has " + first.size() + " bytes");
    }
    Optional<Part> rest = part(key, ByteRange.of(have, first.size() - have));
    if (rest.isPresent() && !rest.get().etag().equals(first.etag())) {
      throw new DamagedManifestException(key + ": was replaced, which no writer does");
    }
    return rest.map(part -> concat(first.bytes(), part.bytes()));
  }

  private Optional<Part> part(BlockKey key, ByteRange range) throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate((int) range.length());
    try {
      BlockRead read = store.read(key, range, target);
      byte[] bytes = Arrays.copyOf(target.array(), read.length());
      return Optional.of(new Part(bytes, read.block().size(), read.block().etag()));
    } catch (BlockNotFoundException absent) {
      return Optional.empty();
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
