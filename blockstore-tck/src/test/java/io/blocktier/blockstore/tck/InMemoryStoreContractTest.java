package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Limits;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The store in memory passes the contract, whatever it plays. */
class InMemoryStoreContractTest {

  private static final Limits CLOUD_LIMITS =
      new Limits(1L << 40, 16 << 20, 5 << 20, 16 << 20, 10_000, 10_000, 1024);

  abstract static class Playing extends BlockStoreContract {

    private final InMemoryBlockStore memory =
        new InMemoryBlockStore("played", played(), TestEffects.seeded(1));

    abstract Capabilities played();

    @Override
    protected BlockStore open() {
      return memory;
    }

    @Override
    public Optional<TransferCounter> transfers() {
      return Optional.of(() -> memory.bytesReceived() + memory.bytesSent());
    }

    @AfterEach
    void noUploadIsLeftOpen() {
      assertThat(memory.openUploads()).as("uploads left open").isEmpty();
    }
  }

  /** Everything it can do. */
  @Nested
  class Itself extends Playing {
    @Override
    Capabilities played() {
      return InMemoryBlockStore.ALL_CAPABILITIES;
    }
  }

  /** An object store: large parts, bounded writes, no append, no rename. */
  @Nested
  class ObjectStore extends Playing {
    @Override
    Capabilities played() {
      Set<Capability> features = EnumSet.allOf(Capability.class);
      features.removeAll(Set.of(Capability.APPEND, Capability.RENAME));
      return new Capabilities(features, CLOUD_LIMITS, Durability.MEMORY);
    }
  }

  /** A store without order that moves bytes through its client, and copies no parts. */
  @Nested
  class Unordered extends Playing {
    @Override
    Capabilities played() {
      return InMemoryBlockStore.ALL_CAPABILITIES.without(
          Set.of(Capability.ORDERED_LISTING, Capability.SERVER_SIDE_COPY, Capability.PART_COPY));
    }
  }

  /** A store that offers nothing beyond the basics. */
  @Nested
  class Weakest extends Playing {
    @Override
    Capabilities played() {
      return new Capabilities(Set.of(), CLOUD_LIMITS, Durability.MEMORY);
    }
  }
}
