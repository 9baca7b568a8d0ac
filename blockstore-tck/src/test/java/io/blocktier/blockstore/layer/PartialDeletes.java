package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A store that, in each batch, is too busy for one block the first time and never allows another.
 */
final class PartialDeletes extends ForwardingBlockStore {

  private final BlockKey busyOnce;
  private final BlockKey refused;
  private final List<Set<BlockKey>> batches = new ArrayList<>();

  PartialDeletes(BlockStore inner, BlockKey busyOnce, BlockKey refused) {
    super(inner);
    this.busyOnce = busyOnce;
    this.refused = refused;
  }

  List<Set<BlockKey>> batches() {
    return batches;
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    Map<BlockKey, BlockStoreException> failures = new HashMap<>();
    Set<BlockKey> left = new HashSet<>(keys);
    if (batches.isEmpty() && left.remove(busyOnce)) {
      failures.put(busyOnce, new StoreUnavailableException(failure("busy"), null));
    }
    if (left.remove(refused)) {
      failures.put(refused, new AccessRefusedException(failure("not yours")));
    }
    batches.add(Set.copyOf(keys));
    return new DeleteReport(super.deleteAll(left).deleted(), failures);
  }

  private Failure failure(String detail) {
    return Failure.of(this, Operation.DELETE_ALL, detail);
  }
}
