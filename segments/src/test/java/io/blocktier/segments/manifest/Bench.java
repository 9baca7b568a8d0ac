package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.TestEffects;
import java.util.ArrayList;
import java.util.List;

/** A store in memory, and writers and readers over it whose calls may fail. */
final class Bench {

  final ManualClock clock = ManualClock.selfAdvancing();
  final Effects effects = TestEffects.seeded(42, clock);
  final InMemoryBlockStore store = new InMemoryBlockStore(effects);

  ManifestWriter writer(String name) throws Exception {
    return ManifestWriter.open(store, Sample.OPTIONS, name, effects);
  }

  ManifestWriter writer(String name, BlockStore over) throws Exception {
    return ManifestWriter.open(over, Sample.OPTIONS, name, effects);
  }

  ManifestReader reader() throws Exception {
    return ManifestReader.open(store, Sample.OPTIONS);
  }

  /** Calls on the objects of manifests go wrong by rules; those on anything else do not. */
  FaultyBlockStore faulty(FaultRule... rules) {
    List<FaultRule> onManifests = new ArrayList<>();
    for (FaultRule rule : rules) {
      onManifests.add(rule.onKeys("db/manifest/0.*"));
    }
    return new FaultyBlockStore(store, new FaultPlan(7, onManifests), effects);
  }

  static void commit(ManifestWriter writer, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      writer.reserve(1);
    }
  }

  boolean exists(long number) throws Exception {
    return Blocks.find(store, key(number)).isPresent();
  }

  static BlockKey key(long number) {
    return Sample.OPTIONS.manifest(number);
  }

  List<String> keys() throws Exception {
    List<String> keys = new ArrayList<>();
    try (BlockListing listing = store.list(ListOptions.under(Sample.OPTIONS.prefix()))) {
      listing.forEachRemaining(entry -> keys.add(name(entry)));
    }
    return keys;
  }

  private static String name(ListEntry entry) {
    return entry.name().substring(Sample.OPTIONS.prefix().value().length());
  }
}
