package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deletes objects of several tiers, and keeps apart what is confirmed. For one run. */
final class Deletion {

  private final SegmentStores stores;
  private final List<ObjectRef> confirmed = new ArrayList<>();
  private final Map<ObjectRef, BlockStoreException> failures = new HashMap<>();

  Deletion(SegmentStores stores) {
    this.stores = stores;
  }

  List<ObjectRef> confirmed() {
    return confirmed;
  }

  Map<ObjectRef, BlockStoreException> failures() {
    return failures;
  }

  void run(List<ObjectRef> objects) {
    for (Tier tier : Tier.values()) {
      List<ObjectRef> there = objects.stream().filter(object -> object.tier() == tier).toList();
      if (!there.isEmpty()) {
        run(stores.of(tier), there);
      }
    }
  }

  private void run(BlockStore store, List<ObjectRef> objects) {
    List<BlockKey> keys = objects.stream().map(ObjectRef::key).toList();
    try {
      DeleteReport report = store.deleteAll(keys);
      boolean complete = report.deleted() + report.failures().size() == keys.size();
      for (ObjectRef object : objects) {
        judge(object, complete, report, store);
      }
    } catch (BlockStoreException unknown) {
      objects.forEach(object -> failures.put(object, unknown));
    }
  }

  private void judge(ObjectRef object, boolean complete, DeleteReport report, BlockStore store) {
    BlockStoreException failure = report.failures().get(object.key());
    if (failure != null) {
      failures.put(object, failure);
    } else if (complete) {
      confirmed.add(object);
    } else {
      failures.put(object, incomplete(object, report, store));
    }
  }

  /** A report that does not account for every key confirms none. */
  private static BlockStoreException incomplete(
      ObjectRef object, DeleteReport report, BlockStore store) {
    String detail = "a batch was answered for " + report.deleted() + " keys, which are not all";
    return new OutcomeUnknownException(
        Failure.of(store, Operation.DELETE_ALL, object.key(), detail)
            .remedy("collect again; what is gone is fine"));
  }
}
