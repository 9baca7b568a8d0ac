package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.tck.Simulation;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Reads of parts of blocks, while others may change them. */
final class SimulatedReads {

  private static final int READS = 14;

  private final Map<String, KeyHistory> histories;
  private final Versions versions;

  SimulatedReads(Map<String, KeyHistory> histories, Versions versions) {
    this.histories = histories;
    this.versions = versions;
  }

  /** Reads what others write meanwhile. */
  Signal start(Simulation simulation, CachingBlockStore cache, SplittableRandom own) {
    List<String> names = List.copyOf(histories.keySet());
    Signal end = simulation.signals().create();
    simulation
        .effects()
        .executor()
        .execute(() -> {
          try {
            for (int i = 0; i < READS; i++) {
              lookAtPart(cache, names.get(own.nextInt(names.size())), own);
            }
          } catch (BlockStoreException e) {
            throw new AssertionError("a reader", e);
          }
          end.raise();
        });
    return end;
  }

  /** A part of a block is a part of one of the versions that may be seen. */
  void lookAtPart(CachingBlockStore cache, String name, SplittableRandom own)
      throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate(own.nextInt(1, 50_000));
    long offset = own.nextInt(60_000);
    KeyHistory history = histories.get(name);
    int then = history.now();
    try {
      BlockRead read =
          cache.read(BlockKey.of(name), ByteRange.of(offset, target.capacity()), target);
      ByteBuffer found = target.flip();
      assertThat(history.visibleSince(then))
          .as(name)
          .anyMatch(version -> isPart(version, read.block().size(), offset, found));
    } catch (StoreUnavailableException e) {
      SimulatedRound.requireSick(e);
    } catch (BlockNotFoundException absent) {
      assertThat(history.visibleSince(then)).as(name).contains(0);
    } catch (RangeNotSatisfiableException shorter) {
      assertThat(history.visibleSince(then)).as(name).isNotEqualTo(Set.of(0));
    }
  }

  private boolean isPart(int version, long size, long offset, ByteBuffer found) {
    ByteBuffer whole = ByteBuffer.wrap(versions.bytes(version));
    return whole.capacity() == size && found.equals(whole.slice((int) offset, found.remaining()));
  }
}
