package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockStore;
import java.util.Optional;

/** The contract over a store with the defect that a system property names. Not run by itself. */
class DefectiveStoreContract extends BlockStoreContract {

  static final String PROPERTY = "io.blocktier.tck.defect";

  private final InMemoryBlockStore sound = new InMemoryBlockStore(TestEffects.seeded(1));

  /** Small, because what fails is kept until the end. */
  @Override
  public ContractScale scale() {
    return ContractScale.DEFAULT.withLargeBytes(200_000).withKeys(1_001, 1_100);
  }

  @Override
  public Optional<TransferCounter> transfers() {
    return Optional.of(() -> sound.bytesReceived() + sound.bytesSent());
  }

  @Override
  protected BlockStore open() {
    return new DefectiveStore(sound, Defect.valueOf(System.getProperty(PROPERTY)));
  }
}
