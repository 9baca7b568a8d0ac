package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.segments.SegmentManager;
import java.time.Duration;

/** What a packed store consists of. */
record PackedParts(
    PackedOptions options,
    SegmentManager manager,
    PackedRecords records,
    PackedOffer offer,
    Lookups lookups,
    OwnObjects objects,
    PackedReads reads,
    PackedWrites writes,
    PackedDeletes deletes,
    PackedCopies copies,
    PackedUpkeep upkeep,
    Effects effects,
    PackedFailures failures) {

  static PackedParts of(
      BlockStore store,
      SegmentManager manager,
      PackedOptions options,
      Effects effects,
      Signals signals,
      ObjectBounds bounds) {
    PackedFailures failures = new PackedFailures(name(store, options));
    Duration patience = options.segments().patience();
    Ticker ticker = effects.ticker();
    PackedRecords records = new PackedRecords.OfWriter(manager);
    Lookups lookups = new Lookups(records, failures);
    Commits commits = new Commits(manager, options.segments(), failures);
    KeyLocks locks = new KeyLocks(signals, ticker, patience);
    Intake intake = new Intake(failures);
    IntakeRoom room = new IntakeRoom(options.segments().maxUnsealedBytes(), signals, patience);
    BlockObjects places = new BlockObjects(store, options.segments().names().root());
    OwnObjects objects = new OwnObjects(places, manager, commits, effects.random(), bounds);
    PackedReads reads = new PackedReads(lookups, places, intake, failures);
    PackedWrites writes =
        new PackedWrites(
            options, commits, lookups, objects, intake, room, locks, effects, failures);
    return new PackedParts(
        options,
        manager,
        records,
        new PackedOffer(store, options),
        lookups,
        objects,
        reads,
        writes,
        new PackedDeletes(commits, lookups, objects, locks, failures),
        new PackedCopies(lookups, objects, commits, reads, writes, locks, effects, failures),
        new PackedUpkeep(objects, options.upkeep(), signals),
        effects,
        failures);
  }

  /** Whatever layers are around the store: what is cached of it belongs to the same blocks. */
  static String name(BlockStore store, PackedOptions options) {
    String identity =
        store instanceof ForwardingBlockStore layer ? layer.identity() : store.toString();
    return "packed blocks '" + options.segments().names().root().value() + "' of " + identity;
  }
}
