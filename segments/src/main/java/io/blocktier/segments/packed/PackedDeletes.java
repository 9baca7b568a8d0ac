package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordReceipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Deletes blocks, many by one batch of records. */
final class PackedDeletes {

  /** With the longest keys, about half of what a batch has to have room for. */
  private static final int KEYS_PER_BATCH = 8;

  private final Commits commits;
  private final Lookups lookups;
  private final OwnObjects objects;
  private final KeyLocks locks;
  private final PackedFailures failures;

  PackedDeletes(
      Commits commits,
      Lookups lookups,
      OwnObjects objects,
      KeyLocks locks,
      PackedFailures failures) {
    this.commits = commits;
    this.lookups = lookups;
    this.objects = objects;
    this.locks = locks;
    this.failures = failures;
  }

  void delete(BlockKey key, DeleteOptions how, Durability level) throws BlockStoreException {
    Precondition condition = how.ifMatch().map(Precondition::ifMatch).orElse(Precondition.NONE);
    RecordReceipt receipt = log(Operation.DELETE, List.of(key), condition);
    commits.await(Operation.DELETE, key, receipt, level);
    objects.sweep();
  }

  private RecordReceipt log(Operation operation, List<BlockKey> keys, Precondition condition)
      throws BlockStoreException {
    BlockKey first = keys.getFirst();
    try (KeyLocks.Held _ = locks.lock(keys)) {
      commits.settle(operation, first);
      lookups.requireCondition(operation, first, condition);
      Batch batch = new Batch();
      List<Optional<String>> before = new ArrayList<>();
      for (BlockKey key : keys) {
        Optional<String> object = lookups.object(operation, key);
        objects.note(batch, key, object);
        batch.delete(RecordNames.data(key)).delete(RecordNames.head(key));
        before.add(object);
      }
      RecordReceipt receipt;
      try {
        receipt = commits.log(operation, first, batch);
      } catch (OutcomeUnknownException e) {
        before.forEach(objects::replacedPerhaps);
        throw e;
      }
      for (int i = 0; i < keys.size(); i++) {
        objects.replacedBy(receipt, keys.get(i), before.get(i));
      }
      return receipt;
    } catch (TimeoutException | InterruptedException e) {
      throw failures.late(operation, first, e);
    }
  }

  /** Many deletions that wait for their segments together. */
  final class Sweep {

    private final Operation operation;
    private final Map<BlockKey, BlockStoreException> failed = new HashMap<>();
    private final List<BlockKey> logged = new ArrayList<>();
    private @Nullable RecordReceipt last;
    private long count;

    Sweep(Operation operation) {
      this.operation = operation;
    }

    /** Deletes some; what cannot be deleted is noted with the reason. */
    void add(Collection<BlockKey> keys) throws BlockStoreException {
      List<BlockKey> distinct = new ArrayList<>(new TreeSet<>(keys));
      for (int from = 0; from < distinct.size(); from += KEYS_PER_BATCH) {
        add(distinct.subList(from, Math.min(from + KEYS_PER_BATCH, distinct.size())));
      }
    }

    private void add(List<BlockKey> keys) throws BlockStoreException {
      count += keys.size();
      try {
        last = log(operation, keys, Precondition.NONE);
        logged.addAll(keys);
      } catch (StoreClosedException e) {
        throw e;
      } catch (BlockStoreException e) {
        keys.forEach(key -> failed.put(key, e));
      }
    }

    DeleteReport end(Durability level) throws BlockStoreException {
      RecordReceipt receipt = last;
      if (receipt != null) {
        try {
          commits.await(operation, null, receipt, level);
        } catch (StoreClosedException e) {
          throw e;
        } catch (BlockStoreException e) {
          logged.forEach(key -> failed.put(key, e));
        }
      }
      objects.sweep();
      return new DeleteReport(count - failed.size(), failed);
    }
  }
}
