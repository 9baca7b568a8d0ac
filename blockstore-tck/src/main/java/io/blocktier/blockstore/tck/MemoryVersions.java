package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Judges conditions and makes new versions of blocks, each within one step of the shelf. */
final class MemoryVersions {

  private final String store;
  private final MemoryShelf shelf;
  private final Supplier<Capabilities> offer;
  private final Effects effects;

  MemoryVersions(String store, MemoryShelf shelf, Supplier<Capabilities> offer, Effects effects) {
    this.store = store;
    this.shelf = shelf;
    this.offer = offer;
    this.effects = effects;
  }

  /** Returns the rules for a request, whose key is not too long. */
  RequestRules rules(Operation operation, BlockKey key) throws InvalidRequestException {
    RequestRules rules = new RequestRules(store, operation, key, offer.get());
    rules.atMost(key.byteLength(), limits().maxKeyBytes(), "the key's length");
    return rules;
  }

  /** Returns the rules for a request about the keys under a prefix, which is not too long. */
  RequestRules rules(Operation operation, KeyPrefix prefix) throws InvalidRequestException {
    RequestRules rules = new RequestRules(store, operation, null, offer.get());
    rules.atMost(prefix.byteLength(), limits().maxKeyBytes(), "the prefix's length");
    return rules;
  }

  Limits limits() {
    return offer.get().limits();
  }

  Etag newEtag() {
    HexFormat hex = HexFormat.of();
    return Etag.of(
        hex.toHexDigits(effects.random().nextLong())
            + hex.toHexDigits(effects.random().nextLong()));
  }

  /** Puts a block under a key; {@code freed} bytes elsewhere go at the same time. */
  Receipt put(
      Operation operation, BlockKey key, MemoryBytes bytes, WriteOptions options, long freed)
      throws BlockStoreException {
    requireCondition(operation, key, options.precondition());
    BlockStat stat = stat(key, bytes, options.metadata(), options.storageClass(), options.putId());
    return keep(operation, new MemoryBlock(stat, bytes, 0), freed);
  }

  Receipt copy(BlockKey source, BlockKey target, CopyOptions options) throws BlockStoreException {
    MemoryBlock block = require(Operation.COPY, source);
    Precondition match = options.sourceMatch().map(Precondition::ifMatch).orElse(Precondition.NONE);
    requireCondition(Operation.COPY, source, match);
    requireCondition(Operation.COPY, target, options.precondition());
    Metadata metadata = options.metadata().orElse(block.stat().metadata());
    BlockStat stat =
        stat(target, block.bytes(), metadata, options.storageClass(), Optional.empty());
    return keep(Operation.COPY, new MemoryBlock(stat, block.bytes(), 0), 0);
  }

  Receipt append(BlockKey key, long expectedOffset, MemoryBytes tail) throws BlockStoreException {
    MemoryBlock old = shelf.find(key);
    MemoryBytes head = old == null ? MemoryBytes.EMPTY : old.bytes();
    if (head.size() != expectedOffset) {
      throw failedCondition(
          Operation.APPEND,
          key,
          "the block has " + head.size() + " bytes, expected were " + expectedOffset);
    }
    int appends = old == null ? 0 : old.appends() + 1;
    rules(Operation.APPEND, key).atMost(appends, limits().maxAppends(), "the number of appends");
    MemoryBytes bytes = MemoryBytes.concat(List.of(head, tail));
    BlockStat stat =
        old == null
            ? stat(key, bytes, Metadata.EMPTY, Optional.empty(), Optional.empty())
            : stat(key, bytes, old.stat().metadata(), old.stat().storageClass(), Optional.empty());
    return keep(Operation.APPEND, new MemoryBlock(stat, bytes, appends), 0);
  }

  Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    MemoryBlock renamed = require(Operation.RENAME, source).withKey(target);
    requireCondition(Operation.RENAME, target, condition);
    shelf.remove(source);
    shelf.put(Operation.RENAME, renamed, 0);
    return renamed.receipt();
  }

  MemoryBlock require(Operation operation, BlockKey key) throws BlockNotFoundException {
    MemoryBlock block = shelf.find(key);
    if (block == null) {
      throw new BlockNotFoundException(
          Failure.of(store, operation, key, "the key has no block").remedy("write it first"));
    }
    return block;
  }

  void requireCondition(Operation operation, BlockKey key, Precondition condition)
      throws PreconditionFailedException {
    MemoryBlock now = shelf.find(key);
    boolean holds =
        switch (condition) {
          case Precondition.None _ -> true;
          case Precondition.IfAbsent _ -> now == null;
          case Precondition.IfMatch(Etag etag) -> now != null && now.stat().etag().equals(etag);
        };
    if (!holds) {
      String found = now == null ? "no block" : "version " + now.stat().etag();
      throw failedCondition(operation, key, condition + " was asked for, " + found + " is there");
    }
  }

  void requireRange(Operation operation, MemoryBlock block, ByteRange range, boolean within)
      throws RangeNotSatisfiableException {
    long size = block.bytes().size();
    boolean good =
        within
            ? range.length() <= size && range.offset() <= size - range.length()
            : range.isSatisfiable(size);
    if (!good) {
      String detail = range + " were asked for, the block has " + size + " bytes";
      throw new RangeNotSatisfiableException(
          Failure.of(store, operation, block.stat().key(), detail)
              .remedy("ask for bytes that the block has"));
    }
  }

  private Receipt keep(Operation operation, MemoryBlock block, long freed)
      throws BlockStoreException {
    long limit = limits().maxBlockBytes();
    rules(operation, block.stat().key()).atMost(block.bytes().size(), limit, "the block's size");
    shelf.put(operation, block, freed);
    return block.receipt();
  }

  private BlockStat stat(
      BlockKey key,
      MemoryBytes bytes,
      Metadata metadata,
      Optional<StorageClass> wanted,
      Optional<PutId> putId) {
    Optional<Crc32c> checksum =
        Optional.of(bytes.checksum()).filter(_ -> offer.get().has(Capability.CHECKSUM));
    Optional<StorageClass> storageClass =
        wanted
            .or(() -> Optional.of(StorageClass.STANDARD))
            .filter(_ -> offer.get().has(Capability.STORAGE_CLASS));
    return new BlockStat(
        key,
        bytes.size(),
        newEtag(),
        effects.clock().instant(),
        checksum,
        metadata,
        storageClass,
        putId);
  }

  private PreconditionFailedException failedCondition(
      Operation operation, BlockKey key, String detail) {
    return new PreconditionFailedException(
        Failure.of(store, operation, key, detail).remedy("read again and decide anew"));
  }
}
