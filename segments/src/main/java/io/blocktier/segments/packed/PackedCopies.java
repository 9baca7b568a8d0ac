package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.RecordPart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Copies blocks: packed ones through this process, objects within their store. */
final class PackedCopies {

  /** How often a source may be replaced under its copy. */
  private static final int MOST_TRIES = 16;

  private final Lookups lookups;
  private final OwnObjects objects;
  private final Commits commits;
  private final PackedReads reads;
  private final PackedWrites writes;
  private final KeyLocks locks;
  private final Effects effects;
  private final PackedFailures failures;

  PackedCopies(
      Lookups lookups,
      OwnObjects objects,
      Commits commits,
      PackedReads reads,
      PackedWrites writes,
      KeyLocks locks,
      Effects effects,
      PackedFailures failures) {
    this.lookups = lookups;
    this.objects = objects;
    this.commits = commits;
    this.reads = reads;
    this.writes = writes;
    this.locks = locks;
    this.effects = effects;
    this.failures = failures;
  }

  Receipt copy(BlockKey source, BlockKey target, CopyOptions how, Durability level)
      throws BlockStoreException {
    if (how.from().isPresent()) {
      throw failures.unsupported(
          Operation.COPY, target, "the source is in another store", "read it, and write it here");
    }
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      BlockHead head = lookups.require(Operation.COPY, source);
      Receipt receipt =
          head.object().isPresent()
              ? copyObject(source, head, target, how, level)
              : copyPacked(source, target, how, level);
      if (receipt != null) {
        return receipt;
      }
    }
    throw failures.restless(Operation.COPY, source);
  }

  private void requireSource(BlockKey source, BlockHead head, CopyOptions how)
      throws BlockStoreException {
    if (how.sourceMatch().isPresent()) {
      lookups.requireVersion(Operation.COPY, source, head, how.sourceMatch().get());
    }
  }

  private BlockHead headOfCopy(BlockHead source, CopyOptions how, Optional<String> object) {
    return new BlockHead(
        effects.random().nextLong(),
        source.size(),
        effects.clock().millis(),
        source.checksum(),
        Optional.empty(),
        object,
        how.metadata().orElse(source.metadata()));
  }

  /** Returns null if the source is not packed any more. */
  private @Nullable Receipt copyPacked(
      BlockKey source, BlockKey target, CopyOptions how, Durability level)
      throws BlockStoreException {
    PackedWrites.Logged logged;
    try (KeyLocks.Held _ = locks.lock(List.of(source, target))) {
      commits.settle(Operation.COPY, target);
      Optional<RecordPart> record = lookups.data(source, ByteRange.ALL);
      if (record.isEmpty()) {
        return null;
      }
      ByteBuffer bytes = record.get().bytes();
      BlockHead head = lookups.decode(Operation.COPY, source, bytes);
      requireSource(source, head, how);
      lookups.requireCondition(Operation.COPY, target, how.precondition());
      BlockHead copy = headOfCopy(head, how, Optional.empty());
      ByteBuffer value = ByteBuffer.allocate(copy.encodedBytes() + bytes.remaining());
      copy.encode(value);
      value.put(bytes).flip();
      logged = writes.commitHeld(Operation.COPY, target, copy, Optional.of(value));
    } catch (TimeoutException | InterruptedException e) {
      throw failures.late(Operation.COPY, target, e);
    }
    return writes.acknowledge(Operation.COPY, target, logged, level);
  }

  /** Returns null if the source was replaced meanwhile, and its object is gone. */
  private @Nullable Receipt copyObject(
      BlockKey source, BlockHead head, BlockKey target, CopyOptions how, Durability level)
      throws BlockStoreException {
    requireSource(source, head, how);
    lookups.requireCondition(Operation.COPY, target, how.precondition());
    String object = objects.begin(Operation.COPY, target);
    try {
      objects
          .store()
          .copy(objects.key(head.object().orElseThrow()), objects.key(object), CopyOptions.DEFAULT);
    } catch (BlockNotFoundException gone) {
      objects.discard(object);
      reads.requireReplaced(source, head, gone);
      return null;
    } catch (OutcomeUnknownException e) {
      objects.doubt(object); // it may land late: the note stays
      throw failures.invisible(Operation.COPY, target, e);
    } catch (BlockStoreException e) {
      objects.discard(object);
      throw failures.about(Operation.COPY, target, e);
    }
    BlockHead copy = headOfCopy(head, how, Optional.of(object));
    return writes.refer(Operation.COPY, target, copy, how.precondition(), level);
  }
}
