package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the topics of the contract ask of whoever runs them. */
interface Fixture {

  /** The store under test, empty when a test begins. */
  BlockStore store();

  ContractScale scale();

  Optional<TransferCounter> transfers();

  /** Makes deletes of one block fail from now on; tells whether the fixture can do that. */
  boolean refuseDeletesOf(BlockKey key) throws Exception;

  default Subject subject() {
    return new Subject(store());
  }

  /** Writes many blocks, several at a time: a durable store takes long for one after the other. */
  default void writeAll(List<String> keys, Function<String, byte[]> content) throws Exception {
    int writers = Math.min(scale().racers(), keys.size());
    Race.runAll(
        writers,
        scale().deadline(),
        first -> {
          for (int i = first; i < keys.size(); i += writers) {
            subject().write(keys.get(i), content.apply(keys.get(i)));
          }
        });
  }
}
