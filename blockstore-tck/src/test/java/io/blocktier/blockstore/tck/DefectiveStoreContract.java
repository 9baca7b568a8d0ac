package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockStore;

/** The contract over a store with the defect that a system property names. Not run by itself. */
class DefectiveStoreContract extends BlockStoreContract {

  static final String PROPERTY = "io.blocktier.tck.defect";

  /** Small, because what fails is kept until the end. */
  @Override
  public ContractScale scale() {
    return ContractScale.DEFAULT.withLargeBytes(100_000).withKeys(1_001, 1_100);
  }

  @Override
  protected BlockStore open() {
    BlockStore sound = new InMemoryBlockStore(TestEffects.seeded(1));
    return new DefectiveStore(sound, Defect.valueOf(System.getProperty(PROPERTY)));
  }
}
