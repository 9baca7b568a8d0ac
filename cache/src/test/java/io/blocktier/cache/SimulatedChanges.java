package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Changes blocks through a cache, and keeps the history of what was promised: forgotten where it
 * was refused, open where the outcome is unknown.
 */
record SimulatedChanges(Map<String, KeyHistory> histories, Versions versions) {

  void write(CachingBlockStore cache, String name, SplittableRandom own, Durability level)
      throws BlockStoreException {
    int version = versions.make(own.nextInt(own.nextInt(4) == 0 ? 200_000 : 20_000));
    Content content = Content.of(versions.bytes(version));
    change(
        cache,
        name,
        version,
        level,
        () -> cache.write(BlockKey.of(name), content, WriteOptions.DEFAULT.with(level)));
  }

  /** A write of a part of a version that is known for certain. */
  void patch(CachingBlockStore cache, String name, SplittableRandom own, Durability level)
      throws BlockStoreException {
    KeyHistory history = histories.get(name);
    if (history.visible().size() != 1) {
      return;
    }
    int before = history.visible().iterator().next();
    int offset = own.nextInt(versions.bytes(before).length + 2_000);
    byte[] part = versions.part(own.nextInt(5_000));
    PartialWrites partial = cache.parts().partialWrites();
    change(
        cache,
        name,
        versions.patch(before, offset, part),
        level,
        () -> partial.write(BlockKey.of(name), offset, Content.of(part), level));
  }

  @FunctionalInterface
  private interface Change {
    Receipt make() throws BlockStoreException;
  }

  private void change(
      CachingBlockStore cache, String name, int version, Durability level, Change change)
      throws BlockStoreException {
    KeyHistory history = histories.get(name);
    int number = history.begin(Optional.of(version));
    try {
      Receipt receipt = change.make();
      history.acknowledge(number, level);
      assertThat(receipt.level().covers(level)).as("%s of %s", level, receipt).isTrue();
    } catch (OutcomeUnknownException unknown) {
      return;
    } catch (StoreUnavailableException refused) {
      history.forget(number);
      throw refused;
    }
    look(cache, name);
  }

  /** A write that only the store can decide on. */
  void replace(CachingBlockStore cache, String name, SplittableRandom own)
      throws BlockStoreException {
    Optional<BlockStat> there = Blocks.find(cache, BlockKey.of(name));
    WriteOptions condition =
        there.map(stat -> WriteOptions.ifMatch(stat.etag())).orElse(WriteOptions.ifAbsent());
    KeyHistory history = histories.get(name);
    int version = versions.make(own.nextInt(20_000));
    int change = history.begin(Optional.of(version));
    try {
      cache.write(BlockKey.of(name), Content.of(versions.bytes(version)), condition);
      history.acknowledge(change, Durability.REMOTE);
    } catch (OutcomeUnknownException unknown) {
      return;
    } catch (StoreUnavailableException | PreconditionFailedException refused) {
      history.forget(change);
    }
    look(cache, name);
  }

  void delete(CachingBlockStore cache, String name) throws BlockStoreException {
    KeyHistory history = histories.get(name);
    int change = history.begin(Optional.empty());
    try {
      cache.delete(BlockKey.of(name), DeleteOptions.DEFAULT);
    } catch (OutcomeUnknownException unknown) {
      return;
    } catch (StoreUnavailableException refused) {
      history.forget(change);
      throw refused;
    }
    history.acknowledge(change, Durability.LOCAL);
  }

  void look(BlockStore cache, String name) throws BlockStoreException {
    assertThat(histories.get(name).visible()).as(name).contains(versions.find(cache, name));
  }
}
