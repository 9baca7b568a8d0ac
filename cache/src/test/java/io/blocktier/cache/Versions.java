package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** All versions of all blocks, by the numbers in which they were made; 0 is absence. */
final class Versions {

  private final List<byte[]> bytes = new ArrayList<>(List.of(new byte[0]));
  private final Map<ByteBuffer, Integer> numbers = new HashMap<>();
  private int parts;

  byte[] bytes(int version) {
    return bytes.get(version);
  }

  /** Makes a whole version that is like no other. */
  int make(int more) {
    return add(random(bytes.size(), more));
  }

  /** Makes a part that is like no other. */
  byte[] part(int more) {
    return random(--parts, more);
  }

  /** Makes the version that a part makes of another, with zeros in between. */
  int patch(int before, int offset, byte[] part) {
    byte[] old = bytes(before);
    byte[] patched = Arrays.copyOf(old, Math.max(old.length, offset + part.length));
    System.arraycopy(part, 0, patched, offset, part.length);
    return add(patched);
  }

  private int add(byte[] version) {
    bytes.add(version);
    numbers.put(ByteBuffer.wrap(version), bytes.size() - 1);
    return bytes.size() - 1;
  }

  /** Finds out which version a store has; a mixture of two is none. */
  int find(BlockStore store, String name) throws BlockStoreException {
    BlockKey key = BlockKey.of(name);
    if (Blocks.find(store, key).isEmpty()) {
      return 0;
    }
    Integer version = numbers.get(Blocks.readAll(store, key));
    assertThat(version).as("the bytes of '%s' are those of a version", name).isNotNull();
    return version;
  }

  private static byte[] random(int number, int more) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + more).putInt(number);
    SplittableRandom filler = new SplittableRandom(number);
    while (bytes.hasRemaining()) {
      bytes.put((byte) filler.nextInt());
    }
    return bytes.array();
  }
}
