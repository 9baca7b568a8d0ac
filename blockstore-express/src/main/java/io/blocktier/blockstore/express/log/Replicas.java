package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockStore;
import java.util.List;

/** All stores of a log, of which a majority decides. */
final class Replicas {

  private final List<Replica> replicas;
  private final LogContext context;

  Replicas(List<BlockStore> stores, LogContext context) {
    this.replicas = stores.stream().map(store -> new Replica(store, context)).toList();
    this.context = context;
  }

  static int majority(int stores) {
    return stores / 2 + 1;
  }

  /**
   * Waits until a majority has the block as far as it goes now.
   *
   * @param block the open block
   * @throws AppendLogException if it cannot be had in time
   */
  void commit(OpenBlock block) throws AppendLogException {
    commit(block, replicas, majority(replicas.size()));
  }

  /** Waits until one store has the block as far as it goes now. */
  void bring(BlockStore store, OpenBlock block) throws AppendLogException {
    commit(block, replicas.stream().filter(replica -> replica.store().equals(store)).toList(), 1);
  }

  private void commit(OpenBlock block, List<Replica> voters, int needed) throws AppendLogException {
    Ballot ballot = new Ballot(voters.size(), needed, context.signals().create());
    Replica.Goal goal = new Replica.Goal(block, block.length(), context.deadline(), ballot);
    voters.forEach(replica -> replica.want(goal));
    ballot.await(context.options().commitTimeout());
  }
}
