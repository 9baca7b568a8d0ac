package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import org.junit.jupiter.api.Test;

class ForwardingCheckTest {

  @Test
  void forwardingStoreForwardsEveryMethodOfTheInterface() throws Exception {
    assertThat(ForwardingCheck.forgotten(Plain::new)).isEmpty();
  }

  @Test
  void answerOfItsOwnIsFound() throws Exception {
    assertThat(ForwardingCheck.forgotten(Forgetful::new))
        .hasSize(1)
        .first()
        .asString()
        .contains("healthCheck");
  }

  @Test
  void exchangedArgumentsAreFound() throws Exception {
    assertThat(ForwardingCheck.forgotten(Crossed::new))
        .hasSize(1)
        .first()
        .asString()
        .contains("copy");
  }

  @Test
  void callThatIsMadeTwiceIsFound() throws Exception {
    assertThat(ForwardingCheck.forgotten(Stuttering::new))
        .hasSize(1)
        .first()
        .asString()
        .contains("stat");
  }

  private static final class Plain extends ForwardingBlockStore {
    Plain(BlockStore inner) {
      super(inner);
    }
  }

  private static final class Forgetful extends ForwardingBlockStore {
    Forgetful(BlockStore inner) {
      super(inner);
    }

    @Override
    public Health healthCheck() {
      return new Health(true, "of course");
    }
  }

  private static final class Crossed extends ForwardingBlockStore {
    Crossed(BlockStore inner) {
      super(inner);
    }

    @Override
    @SuppressWarnings("ArgumentSelectionDefectChecker") // the defect is the point
    public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
        throws BlockStoreException {
      return inner().copy(target, source, options);
    }
  }

  private static final class Stuttering extends ForwardingBlockStore {
    Stuttering(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockStat stat(BlockKey key) throws BlockStoreException {
      inner().stat(key);
      return inner().stat(key);
    }
  }
}
