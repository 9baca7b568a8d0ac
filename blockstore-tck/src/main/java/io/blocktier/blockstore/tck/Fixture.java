package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import java.util.Optional;

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
}
