package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** A store whose next calls fail as told, and which counts them. */
final class FaultScript extends InterceptingBlockStore {

  private final Map<Operation, Deque<Fault>> faults = new EnumMap<>(Operation.class);
  private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
  private Fault.Event before = () -> {};

  FaultScript(BlockStore inner) {
    super(inner);
  }

  /** Makes the next calls of an operation fail, one fault each. */
  synchronized FaultScript next(Operation operation, Fault... script) {
    Deque<Fault> queue = faults.computeIfAbsent(operation, _ -> new ArrayDeque<>());
    for (Fault fault : script) {
      queue.add(fault);
    }
    return this;
  }

  /** Makes something happen before every attempt. */
  synchronized void beforeEach(Fault.Event event) {
    before = event;
  }

  synchronized int calls(Operation operation) {
    return calls.getOrDefault(operation, 0);
  }

  @Override
  <T> T run(Call call, Call.Action<T> action) throws BlockStoreException {
    Fault fault = begin(call);
    if (fault == null) {
      return action.run();
    }
    if (fault.takesEffect()) {
      T ignored = action.run();
    }
    fault.meanwhile().happen();
    throw fault.error().apply(call.failure(this, "scripted").remedy("none"));
  }

  private synchronized Fault begin(Call call) throws BlockStoreException {
    calls.merge(call.operation(), 1, Integer::sum);
    before.happen();
    return faults.getOrDefault(call.operation(), new ArrayDeque<>()).poll();
  }
}
