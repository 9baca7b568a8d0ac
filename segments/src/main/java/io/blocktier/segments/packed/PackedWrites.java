package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordReceipt;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Writes blocks: as records where they are small, else as objects that records refer to. */
final class PackedWrites {

  private final PackedOptions options;
  private final Commits commits;
  private final Lookups lookups;
  private final OwnObjects objects;
  private final Intake intake;
  private final IntakeRoom room;
  private final KeyLocks locks;
  private final Effects effects;
  private final PackedFailures failures;

  PackedWrites(
      PackedOptions options,
      Commits commits,
      Lookups lookups,
      OwnObjects objects,
      Intake intake,
      IntakeRoom room,
      KeyLocks locks,
      Effects effects,
      PackedFailures failures) {
    this.options = options;
    this.commits = commits;
    this.lookups = lookups;
    this.objects = objects;
    this.intake = intake;
    this.room = room;
    this.locks = locks;
    this.effects = effects;
    this.failures = failures;
  }

  Receipt write(BlockKey key, Content content, WriteOptions how, Durability level)
      throws BlockStoreException {
    return content.length() <= options.maxPackedBytes()
        ? pack(key, content, how, level)
        : writeObject(key, content, how, level);
  }

  BlockHead head(WriteOptions how, long size, Optional<Crc32c> checksum, Optional<String> object) {
    return new BlockHead(
        effects.random().nextLong(),
        size,
        effects.clock().millis(),
        checksum,
        how.putId(),
        object,
        how.metadata());
  }

  private Receipt pack(BlockKey key, Content content, WriteOptions how, Durability level)
      throws BlockStoreException {
    long bytes = content.length() + BlockHead.MAX_BYTES;
    try {
      room.take(bytes);
    } catch (TimeoutException | InterruptedException e) {
      throw failures.late(Operation.WRITE, key, e);
    }
    Logged logged;
    try {
      logged = packInRoom(key, content, how);
    } finally {
      room.give(bytes);
    }
    return acknowledge(Operation.WRITE, key, logged, level);
  }

  private Logged packInRoom(BlockKey key, Content content, WriteOptions how)
      throws BlockStoreException {
    BlockHead blank = head(how, content.length(), Optional.of(Crc32c.EMPTY), Optional.empty());
    int headBytes = blank.encodedBytes();
    ByteBuffer value = intake.take(key, content, headBytes);
    Crc32c checksum = Crc32c.of(value.slice(headBytes, value.remaining() - headBytes));
    intake.requireEqual(key, content.checksum(), checksum);
    BlockHead head =
        new BlockHead(
            blank.version(),
            blank.size(),
            blank.modifiedMillis(),
            Optional.of(checksum),
            blank.putId(),
            blank.object(),
            blank.metadata());
    head.encode(value.duplicate());
    return commit(Operation.WRITE, key, head, Optional.of(value), how.precondition());
  }

  /** A version whose records are in the log. */
  record Logged(BlockHead head, RecordReceipt receipt) {}

  /** Makes a version the newest, if a condition holds. */
  Logged commit(
      Operation operation,
      BlockKey key,
      BlockHead head,
      Optional<ByteBuffer> packed,
      Precondition condition)
      throws BlockStoreException {
    try (KeyLocks.Held _ = locks.lock(List.of(key))) {
      commits.settle(operation, key);
      lookups.requireCondition(operation, key, condition);
      return commitHeld(operation, key, head, packed);
    } catch (TimeoutException | InterruptedException e) {
      throw failures.late(operation, key, e);
    }
  }

  /** Makes a version the newest, whose lock is held. */
  Logged commitHeld(Operation operation, BlockKey key, BlockHead head, Optional<ByteBuffer> packed)
      throws BlockStoreException {
    Optional<String> before = lookups.object(operation, key);
    Batch batch = new Batch();
    objects.note(batch, key, before);
    if (packed.isPresent()) {
      batch.put(RecordNames.data(key), packed.get());
    } else {
      batch.delete(RecordNames.data(key));
      objects.refer(batch, key, head.object().orElseThrow());
    }
    batch.put(RecordNames.head(key), head.encode());
    RecordReceipt receipt;
    try {
      receipt = commits.log(operation, key, batch);
    } catch (OutcomeUnknownException e) {
      objects.replacedPerhaps(before);
      throw e;
    }
    head.object().ifPresent(objects::arrived);
    objects.replacedBy(receipt, key, before);
    return new Logged(head, receipt);
  }

  /** Waits for the level, without the lock. */
  Receipt acknowledge(Operation operation, BlockKey key, Logged logged, Durability level)
      throws BlockStoreException {
    commits.await(operation, key, logged.receipt(), level);
    objects.sweep();
    return new PackedReceipt(key, logged.head(), logged.receipt(), failures);
  }

  private Receipt writeObject(BlockKey key, Content content, WriteOptions how, Durability level)
      throws BlockStoreException {
    lookups.requireCondition(Operation.WRITE, key, how.precondition()); // before bytes travel
    String object = objects.begin(Operation.WRITE, key);
    Optional<Crc32c> checksum = send(key, object, content);
    BlockHead head = head(how, content.length(), checksum, Optional.of(object));
    return refer(Operation.WRITE, key, head, how.precondition(), level);
  }

  private Optional<Crc32c> send(BlockKey key, String object, Content content)
      throws BlockStoreException {
    try {
      Receipt sent = objects.store().write(objects.key(object), content, WriteOptions.DEFAULT);
      Optional<Crc32c> seen = sent.checksum().or(() -> computed(content));
      if (seen.isPresent()) {
        intake.requireEqual(key, content.checksum(), seen.get());
      }
      return seen;
    } catch (OutcomeUnknownException e) {
      objects.doubt(object); // it may land late: the note stays
      throw failures.invisible(Operation.WRITE, key, e);
    } catch (BlockStoreException e) {
      objects.discard(object);
      throw failures.about(Operation.WRITE, key, e);
    }
  }

  private static Optional<Crc32c> computed(Content content) {
    return content instanceof Content.Buffers buffers
        ? Optional.of(Crc32c.of(buffers.duplicates()))
        : Optional.empty();
  }

  /**
   * Makes a version the newest whose object is there, and deletes that if it does not become it.
   */
  Receipt refer(
      Operation operation, BlockKey key, BlockHead head, Precondition condition, Durability level)
      throws BlockStoreException {
    Logged logged;
    try {
      logged = commit(operation, key, head, Optional.empty(), condition);
    } catch (OutcomeUnknownException e) {
      objects.doubt(head.object().orElseThrow()); // it may be needed: the next opening knows
      throw e;
    } catch (BlockStoreException e) {
      objects.discard(head.object().orElseThrow());
      throw e;
    }
    return acknowledge(operation, key, logged, level);
  }
}
