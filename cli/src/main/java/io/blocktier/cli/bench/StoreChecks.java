package io.blocktier.cli.bench;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What every store promises without any capability, put to the test; a probe races the rest.
 *
 * @param store with its retries
 * @param folder what all keys begin with
 * @param random makes bytes
 */
record StoreChecks(BlockStore store, String folder, RandomGenerator random) {

  private static final int BYTES = 64 << 10;
  private static final List<String> ODD_NAMES =
      List.of("a b", "a+b", "a%41", "\u00e4\u00f6\u00fc", "a&b=c?d#e", "~'(x)", "\ud83d\ude00");

  private interface Promise {
    String keep() throws BlockStoreException, Broken;
  }

  /** A promise that was not kept. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String how) {
      super(how);
    }
  }

  List<StoreCheck> run() throws BlockStoreException, InterruptedException {
    List<StoreCheck> checks = new ArrayList<>();
    checks.add(check("reads follow writes", this::readsFollowWrites));
    checks.add(check("ranges", this::ranges));
    checks.add(check("lists follow writes", this::listsFollowWrites));
    checks.add(check("names", this::names));
    checks.add(check("deletes", this::deletes));
    return checks;
  }

  /** A store that refuses or cannot serve is no broken promise; that ends everything. */
  private StoreCheck check(String name, Promise promise)
      throws BlockStoreException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return new StoreCheck(name, true, promise.keep());
    } catch (Broken e) {
      return new StoreCheck(name, false, Objects.requireNonNull(e.getMessage()));
    } catch (BlockNotFoundException e) {
      return new StoreCheck(name, false, "a block that was written is not found");
    }
  }

  private String readsFollowWrites() throws BlockStoreException, Broken {
    BlockKey key = key("read");
    int versions = 10;
    for (int i = 0; i < versions; i++) {
      byte[] bytes = bytes(i == 0 ? 0 : BYTES + i);
      Blocks.write(store, key, bytes);
      require(
          Blocks.readAll(store, key).equals(ByteBuffer.wrap(bytes)),
          "version " + (i + 1) + " was written, and another one was read");
      require(store.stat(key).size() == bytes.length, "a size is not that of what was written");
    }
    return versions + " versions of a block, an empty one among them, each read back";
  }

  private String ranges() throws BlockStoreException, Broken {
    BlockKey key = key("ranges");
    byte[] bytes = bytes(BYTES);
    Blocks.write(store, key, bytes);
    long[][] ranges = {{0, 1}, {1, 1000}, {BYTES - 1, 1}, {BYTES - 10, 100}, {0, BYTES}};
    for (long[] range : ranges) {
      int length = (int) Math.min(range[1], BYTES - range[0]);
      require(
          Blocks.read(store, key, ByteRange.of(range[0], range[1]))
              .equals(ByteBuffer.wrap(bytes, (int) range[0], length)),
          range[1] + " bytes at " + range[0] + " are others than were written");
    }
    try {
      store.read(key, ByteRange.of(BYTES + 1, 1), ByteBuffer.allocate(1));
      throw new Broken("a range behind the end was answered");
    } catch (RangeNotSatisfiableException expected) {
      return ranges.length + " ranges, and one behind the end that was refused";
    }
  }

  private String listsFollowWrites() throws BlockStoreException, Broken {
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      BlockKey key = key("list/" + i);
      Blocks.write(store, key, bytes(1));
      expected.add(key.value());
      require(listed("list/").equals(expected), "a block that was written is not listed");
    }
    for (String name : List.copyOf(expected)) {
      Blocks.delete(store, BlockKey.of(name));
      expected.remove(name);
      require(listed("list/").equals(expected), "a block that was deleted is listed");
    }
    return "10 blocks listed as soon as they were written, and gone as soon as deleted";
  }

  private String names() throws BlockStoreException, Broken {
    Set<String> expected = new TreeSet<>();
    for (String name : ODD_NAMES) {
      BlockKey key = key("names/" + name);
      byte[] bytes = bytes(100);
      Blocks.write(store, key, bytes);
      expected.add(key.value());
      require(
          Blocks.readAll(store, key).equals(ByteBuffer.wrap(bytes)),
          "'" + name + "' has other bytes than were written");
    }
    require(listed("names/").equals(expected), "names come back otherwise than they were written");
    return ODD_NAMES.size() + " names with spaces, signs and letters of all kinds";
  }

  private String deletes() throws BlockStoreException, Broken {
    BlockKey key = key("delete");
    Blocks.delete(store, key); // of nothing, which is fine
    Blocks.write(store, key, bytes(1));
    Blocks.delete(store, key);
    Blocks.delete(store, key);
    try {
      store.stat(key);
      throw new Broken("a block that was deleted is there");
    } catch (BlockNotFoundException expected) {
      return "of a block, twice, and of nothing";
    }
  }

  private Set<String> listed(String below) throws BlockStoreException {
    Set<String> names = new TreeSet<>();
    KeyPrefix prefix = KeyPrefix.of(folder + "checks/" + below);
    try (BlockListing listing = store.list(ListOptions.under(prefix))) {
      listing.forEachRemaining(entry -> names.add(entry.name()));
    }
    return names;
  }

  private BlockKey key(String name) {
    return BlockKey.of(folder + "checks/" + name);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void require(boolean holds, String otherwise) throws Broken {
    if (!holds) {
      throw new Broken(otherwise);
    }
  }
}
