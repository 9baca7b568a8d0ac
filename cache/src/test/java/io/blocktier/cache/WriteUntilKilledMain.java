package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes blocks that no store takes, and prints the number of each that is acknowledged. */
final class WriteUntilKilledMain {

  private WriteUntilKilledMain() {}

  static BlockKey key(int number) {
    return BlockKey.of("block/" + number % 500);
  }

  static byte[] bytes(int number) {
    return ("version " + number).getBytes(StandardCharsets.UTF_8);
  }

  /** Takes the kind of index and the directory. */
  public static void main(String[] arguments) throws Exception {
    FaultPlan away = FaultPlan.of(1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE));
    InMemoryBlockStore store = new InMemoryBlockStore(CacheFixture.EFFECTS);
    try (WriteBackBlockStore cache =
        WriteBackBlockStore.open(
            new FaultyBlockStore(store, away, CacheFixture.EFFECTS),
            CacheFixture.options(Path.of(arguments[1]), IndexKind.valueOf(arguments[0])),
            CacheFixture.EFFECTS)) {
      for (int number = 0; ; number++) {
        Blocks.write(cache, key(number), bytes(number));
        System.out.println(number);
      }
    }
  }
}
