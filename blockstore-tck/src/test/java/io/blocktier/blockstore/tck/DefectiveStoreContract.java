package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import java.util.Optional;

/** The contract over a store with the defect that a system property names. Not run by itself. */
class DefectiveStoreContract extends BlockStoreContract {

  static final String PROPERTY = "io.blocktier.tck.defect";

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore sound = new InMemoryBlockStore(effects);
  private final RefusingStore refusing = new RefusingStore(sound, effects);

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
  public boolean refuseDeletesOf(BlockKey key) {
    refusing.refuseDeletesOf(key);
    return true;
  }

  @Override
  protected BlockStore open() {
    return new DefectiveStore(refusing, Defect.valueOf(System.getProperty(PROPERTY)));
  }
}
