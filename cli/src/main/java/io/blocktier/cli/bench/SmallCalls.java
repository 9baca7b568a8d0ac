package io.blocktier.cli.bench;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times calls for blocks of 4 KiB, one after another: what one caller waits for.
 *
 * @param store without retries
 * @param plan how many
 * @param effects clock and randomness
 * @param tally counts what fails
 */
record SmallCalls(BlockStore store, StorePlan plan, Effects effects, Tally tally) {

  private static final int BYTES = 4 << 10;
  private static final int LISTS_OF_CALLS = 5;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private interface Call {
    long run(int number) throws BlockStoreException;
  }

  Map<String, CallTimes> run() throws BlockStoreException, InterruptedException {
    byte[] bytes = new byte[BYTES];
    effects.random().nextBytes(bytes);
    ByteBuffer target = ByteBuffer.allocate(BYTES);
    Map<String, CallTimes> times = new LinkedHashMap<>();
    List<Integer> written = new ArrayList<>();
    times.put("write", times(plan.calls(), i -> write(i, bytes, written)));
    int there = written.size();
    times.put("read", times(there, i -> read(written.get(i), target)));
    times.put("stat", times(there, i -> stat(written.get(i))));
    times.put("list", times(Math.ceilDiv(there, LISTS_OF_CALLS), _ -> list()));
    times.put("delete", times(there, i -> delete(written.get(i))));
    return times;
  }

  private CallTimes times(int calls, Call call) throws BlockStoreException, InterruptedException {
    LatencyHistogram histogram = new LatencyHistogram();
    long start = effects.ticker().nanos();
    Tally.Streak streak = tally.streak();
    long busy = 0;
    long bytes = 0;
    for (int i = 0; i < calls; i++) {
      long begun = effects.ticker().nanos();
      if (begun - start > plan.length().toNanos() && histogram.count() > 0) {
        break;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        bytes += call.run(i);
        streak.succeeded();
        long took = effects.ticker().nanos() - begun;
        histogram.record(took);
        busy += took;
      } catch (BlockStoreException e) {
        streak.failed(e);
        effects.sleeper().sleep(PAUSE);
      }
    }
    return CallTimes.of(histogram, bytes, busy);
  }

  private BlockKey key(int number) {
    return BlockKey.of(plan.folder().value() + "small/" + number);
  }

  /** What fails is not there for the calls that follow. */
  private long write(int number, byte[] bytes, List<Integer> written) throws BlockStoreException {
    store.write(key(number), Content.of(bytes), WriteOptions.DEFAULT);
    written.add(number);
    return bytes.length;
  }

  private long read(int number, ByteBuffer target) throws BlockStoreException {
    return store.read(key(number), ByteRange.ALL, target.clear()).length();
  }

  private long stat(int number) throws BlockStoreException {
    store.stat(key(number));
    return 0;
  }

  private long list() throws BlockStoreException {
    KeyPrefix all = KeyPrefix.of(plan.folder().value() + "small/");
    try (BlockListing listing = store.list(ListOptions.under(all))) {
      listing.nextPage();
    }
    return 0;
  }

  private long delete(int number) throws BlockStoreException {
    store.delete(key(number), DeleteOptions.DEFAULT);
    return 0;
  }
}
