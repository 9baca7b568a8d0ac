package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetTest extends MemoryStoreTest {

  private static final List<Capability> CREATE = List.of(Capability.CONDITIONAL_CREATE);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void storeIsProbedForWhatItDoesNotOfferYet() throws Exception {
    Unproven store = new Unproven(memory);
    new Target(store, "k", "x:k").requestProof(CREATE, log());
    assertThat(store.probes).isOne();
    assertThat(store.capabilities().has(Capability.CONDITIONAL_CREATE)).isTrue();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("[conditional-create]");
  }

  @Test
  void storeIsNotProbedForWhatItOffersOrNobodyNeeds() throws Exception {
    Unproven store = new Unproven(memory);
    new Target(store, "k", "x:k").requestProof(List.of(), log());
    new Target(store, "k", "x:k").requestProof(List.of(Capability.METADATA), log());
    assertThat(store.probes).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private ErrorLog log() {
    Console console =
        new Console(
            InputStream.nullInputStream(), err, err, Console.Device.PIPE, Console.Device.PIPE, 80);
    return new ErrorLog(console, new GlobalOptions(), false);
  }

  /** Offers conditional creation only once it is proven. */
  private static final class Unproven extends ForwardingBlockStore {
    private int probes;

    Unproven(BlockStore inner) {
      super(inner);
    }

    @Override
    public Capabilities capabilities() {
      Capabilities all = super.capabilities();
      return probes > 0 ? all : all.without(Set.of(Capability.CONDITIONAL_CREATE));
    }

    @Override
    public ProbeReport probe() throws BlockStoreException {
      probes++;
      return super.probe();
    }

    @Override
    public String toString() {
      return "unproven";
    }
  }
}
