package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.CapabilityProbe;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/** The packed store itself; checks neither capabilities nor its own being closed. */
final class PackingBlockStore implements BlockStore {

  private final PackedParts parts;
  private final Durability standard;

  PackingBlockStore(PackedParts parts, Durability standard) {
    this.parts = parts;
    this.standard = standard;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions how) throws BlockStoreException {
    return parts.writes().write(key, content, how, level(how));
  }

  private Durability level(WriteOptions how) {
    Durability wanted = how.durability().orElse(standard);
    return wanted.covers(standard) ? wanted : standard;
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return parts.reads().read(key, range, target);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return parts.lookups().require(Operation.STAT, key).stat(key);
  }

  @Override
  public void delete(BlockKey key, DeleteOptions how) throws BlockStoreException {
    parts.deletes().delete(key, how, standard);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    PackedDeletes.Sweep sweep = parts.deletes().new Sweep(Operation.DELETE_ALL);
    sweep.add(keys);
    return sweep.end(standard);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    PackedDeletes.Sweep sweep = parts.deletes().new Sweep(Operation.DELETE_BY_PREFIX);
    try (BlockListing listing = list(ListOptions.under(prefix))) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        sweep.add(page.stream().map(entry -> BlockKey.of(entry.name())).toList());
      }
    }
    return sweep.end(standard);
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    return new PackedListing(parts.records(), parts.lookups(), parts.failures(), options);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions how)
      throws BlockStoreException {
    return parts.copies().copy(source, target, how, standard);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions how) throws BlockStoreException {
    OwnObjects objects = parts.objects();
    String object = objects.begin(Operation.START_UPLOAD, key);
    try {
      BlockUpload inner = objects.store().startUpload(objects.key(object), WriteOptions.DEFAULT);
      return new PackedUpload(
          key, how, level(how), object, inner, parts.writes(), objects, parts.failures());
    } catch (BlockStoreException e) {
      objects.leave(object); // whatever was begun, nothing completes it
      throw parts.failures().about(Operation.START_UPLOAD, key, e);
    }
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    throw parts
        .failures()
        .unsupported(
            Operation.APPEND, key, "records are never extended", "write the whole block again");
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    throw parts
        .failures()
        .unsupported(
            Operation.RENAME,
            target,
            "a record has one key, and bytes would have to move",
            "copy the block and delete the source");
  }

  @Override
  public Capabilities capabilities() {
    return parts.offer().capabilities();
  }

  /** Conditions are judged by this process, so that nothing in a probe has to wait for segments. */
  @Override
  public ProbeReport probe() throws BlockStoreException {
    BlockStore hasty = new PackingBlockStore(parts, Durability.LOCAL);
    ProbeReport report = CapabilityProbe.run(hasty, capabilities(), parts.effects());
    parts.offer().keep(report.capabilities());
    return report;
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    return parts.manager().healthCheck();
  }

  @Override
  public void close() throws BlockStoreException {
    try (BlockStore _ = parts.objects().store()) {
      parts.upkeep().stop(parts.options().segments().patience());
      parts.manager().close();
    }
  }

  @Override
  public String toString() {
    return parts.failures().toString();
  }
}
