package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Seeded runs of calls that fail before and after their effect: nothing lost, nothing twice. */
class SeededRetryTest {

  private static final int SEEDS = 500;
  private static final int STEPS = 80;
  private static final BlockKey LOG = BlockKey.of("log");

  @Test
  void mixedCallsNeverLoseOrDoubleAWrite() throws Exception {
    long faults = 0;
    int unknown = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Effects effects = TestEffects.seeded(seed);
      InMemoryBlockStore memory = new InMemoryBlockStore(effects);
      FaultyBlockStore faulty = MixedFaults.in(memory, seed, 8, effects);
      BlockStore store = new RetryingBlockStore(faulty, RetryPolicy.DEFAULT, effects);
      StoreOracle oracle = new StoreOracle(store, memory, seed);
      for (int step = 0; step < STEPS; step++) {
        oracle.step();
      }
      faults += MixedFaults.met(faulty);
      unknown += oracle.unknown();
    }
    assertThat(faults).as("faults met").isGreaterThan(10_000);
    assertThat(unknown).as("outcomes that stayed unknown").isBetween(1, SEEDS * STEPS / 10);
  }

  /** Each entry goes into one shared block by compare-and-swap, as a manifest is written. */
  @Test
  void compareAndSwapOfManyWritersNeverLosesOrDoublesAnEntry() throws Exception {
    for (int seed = 0; seed < 60; seed++) {
      Effects effects = TestEffects.seeded(seed);
      InMemoryBlockStore memory = new InMemoryBlockStore(effects);
      BlockStore store =
          new RetryingBlockStore(
              MixedFaults.in(memory, seed, 7, effects), RetryPolicy.DEFAULT, effects);
      Blocks.write(memory, LOG, new byte[0]);
      List<String> sure = Collections.synchronizedList(new ArrayList<>());
      List<String> doubtful = Collections.synchronizedList(new ArrayList<>());
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        int number = writer;
        writers.add(effects.executor().submit(() -> enter(store, number, sure, doubtful)));
      }
      for (Future<?> writer : writers) {
        writer.get(30, TimeUnit.SECONDS);
      }
      String text = StandardCharsets.UTF_8.decode(Blocks.readAll(memory, LOG)).toString();
      List<String> found = Arrays.asList(text.split(" "));
      assertThat(found).as("seed %d", seed).doesNotHaveDuplicates().containsAll(sure);
      found = new ArrayList<>(found);
      found.removeAll(sure);
      assertThat(doubtful).as("seed %d", seed).containsAll(found);
    }
  }

  private static Void enter(BlockStore store, int writer, List<String> sure, List<String> doubtful)
      throws Exception {
    for (int attempt = 0; attempt < 25; attempt++) {
      String entry = "w" + writer + "a" + attempt;
      try {
        ByteBuffer seen = ByteBuffer.allocate(4_096);
        Etag etag = store.read(LOG, ByteRange.ALL, seen).block().etag();
        Content all = Content.of(seen.flip(), StandardCharsets.UTF_8.encode(entry + " "));
        store.write(LOG, all, WriteOptions.ifMatch(etag));
        sure.add(entry);
      } catch (OutcomeUnknownException e) {
        doubtful.add(entry);
      } catch (PreconditionFailedException | StoreUnavailableException unchanged) {
        // The next attempt enters something else.
      }
    }
    return null;
  }
}
