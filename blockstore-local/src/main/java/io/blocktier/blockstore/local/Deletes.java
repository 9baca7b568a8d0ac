package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Deletes blocks; the names removed from a directory are made durable together. */
final class Deletes {

  private final Machinery machinery;
  private final Writes writes;
  private final Conditions conditions;
  private final Calls calls;

  Deletes(Machinery machinery, Writes writes, Conditions conditions, Calls calls) {
    this.machinery = machinery;
    this.writes = writes;
    this.conditions = conditions;
    this.calls = calls;
  }

  void one(BlockKey key, DeleteOptions options) throws BlockStoreException {
    Precondition condition = options.ifMatch().map(Precondition::ifMatch).orElse(Precondition.NONE);
    Place place = writes.place(Operation.DELETE, key);
    remove(Operation.DELETE, place, condition);
    settle(Operation.DELETE, place.directory());
  }

  DeleteReport all(Collection<BlockKey> keys) {
    Set<BlockKey> distinct = new TreeSet<>(keys);
    Map<BlockKey, BlockStoreException> failures = new HashMap<>();
    removeAll(distinct, failures)
        .forEach((directory, removed) -> settle(directory, removed, failures));
    return new DeleteReport(distinct.size() - failures.size(), failures);
  }

  private Map<Path, List<BlockKey>> removeAll(
      Set<BlockKey> keys, Map<BlockKey, BlockStoreException> failures) {
    Map<Path, List<BlockKey>> removed = new LinkedHashMap<>();
    for (BlockKey key : keys) {
      try {
        Place place = writes.place(Operation.DELETE_ALL, key);
        remove(Operation.DELETE_ALL, place, Precondition.NONE);
        removed.computeIfAbsent(place.directory(), _ -> new ArrayList<>()).add(key);
      } catch (BlockStoreException e) {
        failures.put(key, e);
      }
    }
    return removed;
  }

  private void settle(
      Path directory, List<BlockKey> removed, Map<BlockKey, BlockStoreException> failures) {
    try {
      settle(Operation.DELETE_ALL, directory);
    } catch (BlockStoreException e) {
      removed.forEach(key -> failures.put(key, e));
    }
  }

  /** Nothing there may mean that another has removed it, and has not made that durable yet. */
  private boolean remove(Operation operation, Place place, Precondition condition)
      throws BlockStoreException {
    Changes.Condition check = conditions.of(operation, place, condition);
    return calls.change(operation, place.key(), 0, () -> changes().remove(place, check));
  }

  private void settle(Operation operation, Path directory) throws BlockStoreException {
    calls.change(
        operation,
        null,
        0,
        () -> {
          changes().settle(directory);
          return directory;
        });
  }

  private Changes changes() throws IOException {
    return machinery.parts().changes();
  }
}
