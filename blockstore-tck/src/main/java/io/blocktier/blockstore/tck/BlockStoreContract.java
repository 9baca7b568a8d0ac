package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of {@link BlockStore}, for every store and every layer. A test of a store extends
 * this class and opens the store; the suite chooses its tests by what {@link
 * BlockStore#capabilities()} offers, and tests that the rest is refused.
 *
 * <pre>{@code
 * class MyStoreContractTest extends BlockStoreContract {
 *   @Override
 *   protected BlockStore open() {
 *     return new MyStore(TestEffects.seeded(1));
 *   }
 * }
 * }</pre>
 *
 * Needs JUnit and AssertJ on the class path.
 */
public abstract class BlockStoreContract
    implements AppendContract,
        ChecksumContract,
        ConditionalContract,
        CopyContract,
        DeleteContract,
        ErrorContract,
        FoldedListContract,
        KeyContract,
        LifecycleContract,
        ListContract,
        MetadataContract,
        PartContract,
        PrefixKeyContract,
        ProbeContract,
        RaceContract,
        ReadContract,
        RenameContract,
        UploadContract,
        VersionRaceContract,
        WriteContract {

  private @Nullable BlockStore store;

  /** For subclasses. */
  protected BlockStoreContract() {}

  /**
   * Opens the store under test. Called before each test, which closes the store at its end.
   *
   * @return a store without blocks, such as an unused prefix of a larger one
   * @throws Exception if it cannot be opened
   */
  protected abstract BlockStore open() throws Exception;

  /**
   * Returns how much the suite does; slow fixtures lower it.
   *
   * @return {@link ContractScale#DEFAULT} unless overridden
   */
  @Override
  public ContractScale scale() {
    return ContractScale.DEFAULT;
  }

  /**
   * Returns a counter of the bytes between the store's client and its server, by which server-side
   * copies are proved. Without one, only the result of a copy is tested.
   *
   * @return empty unless overridden
   */
  @Override
  public Optional<TransferCounter> transfers() {
    return Optional.empty();
  }

  /**
   * Makes every later delete of one block fail, where the fixture can do that. It is how the suite
   * tests batches that fail in part.
   *
   * @param key the block's name
   * @return whether deletes of the block fail from now on; false unless overridden
   * @throws Exception if the fixture could not be changed
   */
  @Override
  public boolean refuseDeletesOf(BlockKey key) throws Exception {
    return false;
  }

  /**
   * Returns the store of the test that runs.
   *
   * @return what {@link #open()} returned
   */
  @Override
  public final BlockStore store() {
    if (store == null) {
      throw new IllegalStateException("no test is running");
    }
    return store;
  }

  @BeforeEach
  final void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  final void closeStore() throws Exception {
    if (store != null) {
      store.close();
    }
  }
}
