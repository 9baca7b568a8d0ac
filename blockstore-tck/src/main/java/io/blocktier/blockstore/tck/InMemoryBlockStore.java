package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.CapabilityProbe;
import io.blocktier.blockstore.spi.Effects;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * A store in memory, for tests, and stricter than reality: it keeps copies of what it is given,
 * checks lengths and checksums, gives random etags, lists no more than a listing has to carry, and
 * refuses what its capabilities do not offer before anything happens. Given fewer capabilities it
 * plays a weaker store. Acknowledges with {@link Durability#MEMORY}. Thread-safe; it waits for
 * nothing but a source's bytes.
 */
public final class InMemoryBlockStore implements BlockStore {

  /** All that a store can offer, with parts of any size and bounds on what one block can be. */
  public static final Capabilities ALL_CAPABILITIES =
      new Capabilities(
          EnumSet.allOf(Capability.class),
          new Limits(1L << 40, 5L << 30, 1, 5L << 30, 10_000, 10_000, BlockKey.MAX_BYTES),
          Durability.MEMORY);

  private final String name;
  private final Effects effects;
  private final MemoryShelf shelf;
  private final MemoryVersions versions;
  private final ContentIntake intake;
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final Set<MemoryUpload> uploads = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Capabilities> offer;

  /**
   * Makes an empty store that offers everything and takes as much as the heap does.
   *
   * @param effects clock and randomness, and the threads of {@link #probe()}
   */
  public InMemoryBlockStore(Effects effects) {
    this("memory", ALL_CAPABILITIES, effects);
  }

  /**
   * Makes an empty store that takes as much as the heap does.
   *
   * @param name what {@code toString} says
   * @param capabilities what it offers and to which limits; its durability has to be {@link
   *     Durability#MEMORY}
   * @param effects clock and randomness, and the threads of {@link #probe()}
   * @throws IllegalArgumentException if a higher durability is given
   */
  public InMemoryBlockStore(String name, Capabilities capabilities, Effects effects) {
    this(name, capabilities, Long.MAX_VALUE, effects);
  }

  /**
   * Makes an empty store.
   *
   * @param name what {@code toString} says
   * @param capabilities what it offers and to which limits; its durability has to be {@link
   *     Durability#MEMORY}
   * @param maxBytes the most bytes of all blocks and parts together; beyond it writes fail with
   *     {@link io.blocktier.blockstore.OutOfSpaceException}
   * @param effects clock and randomness, and the threads of {@link #probe()}
   * @throws IllegalArgumentException if a higher durability is given
   */
  public InMemoryBlockStore(
      String name, Capabilities capabilities, long maxBytes, Effects effects) {
    if (capabilities.durability() != Durability.MEMORY) {
      throw new IllegalArgumentException(
          "a store in memory cannot promise " + capabilities.durability());
    }
    this.name = name;
    this.effects = effects;
    this.offer = new AtomicReference<>(capabilities);
    this.shelf = new MemoryShelf(name, maxBytes);
    this.versions = new MemoryVersions(name, shelf, offer::get, effects);
    this.intake = new ContentIntake(name, received);
  }

  /**
   * Returns how many bytes of content came in, copies through the client included.
   *
   * @return bytes since the store was made, those of failed writes too
   */
  public long bytesReceived() {
    return received.sum();
  }

  /**
   * Returns how many bytes of content went out, copies through the client included.
   *
   * @return bytes since the store was made
   */
  public long bytesSent() {
    return sent.sum();
  }

  /**
   * Returns what uploads were started and neither completed nor aborted nor closed: leaks, once a
   * test is over.
   *
   * @return their keys in order, a key once for each upload
   */
  public List<BlockKey> openUploads() {
    return uploads.stream().map(MemoryUpload::key).sorted().toList();
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    versions.rules(Operation.WRITE, key).allow(options);
    MemoryBytes bytes = take(Operation.WRITE, key, content);
    return shelf.changing(
        Operation.WRITE, () -> versions.put(Operation.WRITE, key, bytes, options, 0));
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    versions.rules(Operation.READ, key);
    MemoryBlock block = shelf.looking(Operation.READ, () -> versions.require(Operation.READ, key));
    versions.requireRange(Operation.READ, block, range, false);
    long length = range.clampedLength(block.bytes().size());
    requireRoom(key, length, target);
    block.bytes().copyTo(target, range);
    sent.add(length);
    return new BlockRead((int) length, block.stat());
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    versions.rules(Operation.STAT, key);
    return shelf.looking(Operation.STAT, () -> versions.require(Operation.STAT, key).stat());
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    versions.rules(Operation.DELETE, key).allow(options);
    Precondition condition = options.ifMatch().map(Precondition::ifMatch).orElse(Precondition.NONE);
    shelf.changing(
        Operation.DELETE,
        () -> {
          versions.requireCondition(Operation.DELETE, key, condition);
          return shelf.remove(key);
        });
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    Set<BlockKey> distinct = new HashSet<>(keys);
    for (BlockKey key : distinct) {
      versions.rules(Operation.DELETE_ALL, key);
    }
    return shelf.changing(
        Operation.DELETE_ALL,
        () -> {
          distinct.forEach(shelf::remove);
          return new DeleteReport(distinct.size(), Map.of());
        });
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    versions.rules(Operation.DELETE_BY_PREFIX, prefix);
    return shelf.changing(
        Operation.DELETE_BY_PREFIX,
        () -> {
          List<BlockKey> covered =
              shelf.blocks().tailMap(prefix.value()).values().stream()
                  .map(block -> block.stat().key())
                  .takeWhile(prefix::covers)
                  .toList();
          covered.forEach(shelf::remove);
          return new DeleteReport(covered.size(), Map.of());
        });
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    RequestRules rules = versions.rules(Operation.LIST, options.prefix());
    if (!options.startAfter().isEmpty()) {
      rules.needs(Capability.ORDERED_LISTING);
    }
    requireOpen(Operation.LIST);
    return new MemoryListing(
        shelf, options, capabilities().has(Capability.ORDERED_LISTING), this::listingClosed);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    versions.rules(Operation.COPY, target).allow(options);
    versions.rules(Operation.COPY, source);
    Receipt receipt = shelf.changing(Operation.COPY, () -> versions.copy(source, target, options));
    if (!capabilities().has(Capability.SERVER_SIDE_COPY)) {
      sent.add(receipt.size());
      received.add(receipt.size());
    }
    return receipt;
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    RequestRules rules = versions.rules(Operation.START_UPLOAD, key);
    rules.needs(Capability.UPLOAD);
    rules.allow(options);
    return shelf.changing(
        Operation.START_UPLOAD,
        () -> new MemoryUpload(name, shelf, versions, intake, uploads, key, options));
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    versions.rules(Operation.APPEND, key).needs(Capability.APPEND);
    if (content.length() == 0) {
      throw new InvalidRequestException(
          Failure.of(name, Operation.APPEND, key, "there is nothing to append")
              .remedy("append at least one byte"));
    }
    MemoryBytes bytes = take(Operation.APPEND, key, content);
    return shelf.changing(Operation.APPEND, () -> versions.append(key, expectedOffset, bytes));
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    versions.rules(Operation.RENAME, target).needs(Capability.RENAME);
    versions.rules(Operation.RENAME, source);
    return shelf.changing(Operation.RENAME, () -> versions.rename(source, target, condition));
  }

  @Override
  public Capabilities capabilities() {
    return offer.get();
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    requireOpen(Operation.PROBE);
    ProbeReport report = CapabilityProbe.run(this, capabilities(), effects);
    offer.set(report.capabilities());
    return report;
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    return shelf.looking(
        Operation.HEALTH_CHECK,
        () -> {
          String detail =
              shelf.blocks().size() + " blocks, " + shelf.usedBytes() + " bytes in memory";
          return new Health(true, detail);
        });
  }

  @Override
  public void close() {
    shelf.close();
  }

  @Override
  public String toString() {
    return name;
  }

  private MemoryBytes take(Operation operation, BlockKey key, Content content)
      throws BlockStoreException {
    Limits limits = capabilities().limits();
    RequestRules rules = versions.rules(operation, key);
    rules.atMost(content.length(), limits.maxWriteBytes(), "the content's size");
    rules.atMost(content.length(), limits.maxBlockBytes(), "the block's size");
    requireOpen(operation);
    return intake.take(operation, key, content);
  }

  private void requireOpen(Operation operation) throws BlockStoreException {
    shelf.looking(operation, () -> true);
  }

  private void requireRoom(BlockKey key, long length, ByteBuffer target)
      throws InvalidRequestException {
    if (target.isReadOnly() || target.remaining() < length) {
      String room = target.isReadOnly() ? "is read-only" : "has room for " + target.remaining();
      throw new InvalidRequestException(
          Failure.of(name, Operation.READ, key, length + " bytes to read, the target " + room)
              .remedy("hand in a larger buffer or ask for less"));
    }
  }

  private BlockStoreException listingClosed() {
    return new StoreClosedException(
        Failure.of(name, Operation.LIST, "the listing is closed").remedy("start another"));
  }
}
