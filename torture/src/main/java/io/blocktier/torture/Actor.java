package io.blocktier.torture;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Does to one store what others do to theirs, and tells what it says in words that compare. */
final class Actor {

  /** What all keys begin with. */
  static final String PREFIX = "torture/differential/";

  private static final String[] NAMES = {"a", "a/b", "a/b/c", "d", "d-e", "f/g", "f/h", "é/ü"};
  private static final int MAX_BYTES = 5_000;

  private final BlockStore store;
  private final Map<BlockKey, Etag> etags = new HashMap<>();

  Actor(BlockStore store) {
    this.store = store;
  }

  /** Does what the numbers say; the same numbers say the same to everybody. */
  String act(SplittableRandom random) {
    BlockKey key = key(random);
    try {
      return switch (random.nextInt(12)) {
        case 0, 1 -> write(key, random, WriteOptions.DEFAULT);
        case 2 -> write(key, random, WriteOptions.ifAbsent());
        case 3 -> write(key, random, WriteOptions.ifMatch(known(key)));
        case 4 -> delete(key, DeleteOptions.DEFAULT);
        case 5, 6 -> "read " + Crc32c.of(Blocks.readAll(store, key));
        case 7 -> range(key, random);
        case 8 -> "size " + store.stat(key).size();
        case 9 -> list(random);
        case 10 -> copy(key, key(random));
        default -> deleteByPrefix(random);
      };
    } catch (BlockStoreException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static BlockKey key(SplittableRandom random) {
    return BlockKey.of(PREFIX + NAMES[random.nextInt(NAMES.length)]);
  }

  /** The version that was last written here, which may be gone by now. */
  private Etag known(BlockKey key) {
    return etags.getOrDefault(key, Etag.of("none"));
  }

  private String write(BlockKey key, SplittableRandom random, WriteOptions how)
      throws BlockStoreException {
    byte[] bytes = new byte[random.nextInt(MAX_BYTES)];
    random.nextBytes(bytes);
    Receipt receipt = store.write(key, Content.of(bytes), how);
    etags.put(key, receipt.etag());
    return "wrote " + receipt.size() + " " + receipt.checksum();
  }

  private String delete(BlockKey key, DeleteOptions how) throws BlockStoreException {
    store.delete(key, how);
    return "deleted";
  }

  private String range(BlockKey key, SplittableRandom random) throws BlockStoreException {
    ByteRange range = ByteRange.of(random.nextInt(MAX_BYTES), random.nextInt(MAX_BYTES));
    ByteBuffer bytes = Blocks.read(store, key, range);
    return "read " + bytes.remaining() + " " + Crc32c.of(bytes);
  }

  private String copy(BlockKey from, BlockKey to) throws BlockStoreException {
    Receipt receipt = store.copy(from, to, CopyOptions.DEFAULT);
    etags.put(to, receipt.etag());
    return "copied " + receipt.size();
  }

  private String list(SplittableRandom random) throws BlockStoreException {
    ListOptions all = ListOptions.under(KeyPrefix.of(PREFIX));
    TreeSet<String> names = new TreeSet<>();
    try (BlockListing listing = store.list(random.nextBoolean() ? all : all.folded())) {
      listing.forEachRemaining(
          entry -> names.add(entry.toString().replaceAll("\\[.*", "") + entry.name()));
    }
    return "listed " + names;
  }

  private String deleteByPrefix(SplittableRandom random) throws BlockStoreException {
    KeyPrefix prefix = KeyPrefix.of(PREFIX + NAMES[random.nextInt(NAMES.length)].charAt(0));
    store.deleteByPrefix(prefix).orThrow();
    return "deleted under " + prefix;
  }
}
