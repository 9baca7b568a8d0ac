package io.blocktier.gateway.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.TestEffects;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CompanionSweepTest {

  private final ManualClock clock = ManualClock.standing();
  private final Effects effects = TestEffects.seeded(1, clock);
  private final BlockStore store = new InMemoryBlockStore(effects);
  private final Attributes attributes = new Attributes(store, effects);
  private final CompanionSweep sweep = new CompanionSweep(store, effects);
  private final BlockKey owner = BlockKey.of("bucket/key");

  @Test
  void onlyOldCompanionsThatNoBlockNamesAreRemoved() throws BlockStoreException {
    String named = companion();
    String orphan = companion();
    store.write(
        owner, Content.of(new byte[1]), WriteOptions.DEFAULT.with(Attributes.naming(named)));
    assertThat(sweep.sweep()).isZero();
    clock.advance(Duration.ofHours(2));
    String young = companion();
    assertThat(sweep.sweep()).isZero();
    assertThat(attributes.readCompanion(orphan)).isPresent();
    assertThat(sweep.sweep()).isEqualTo(1);
    assertThat(attributes.readCompanion(named)).isPresent();
    assertThat(attributes.readCompanion(young)).isPresent();
    assertThat(attributes.readCompanion(orphan)).isEmpty();
  }

  @Test
  void aCompanionThatABlockNamesAgainIsSpared() throws BlockStoreException {
    String orphan = companion();
    clock.advance(Duration.ofHours(2));
    assertThat(sweep.sweep()).isZero();
    store.write(
        owner, Content.of(new byte[1]), WriteOptions.DEFAULT.with(Attributes.naming(orphan)));
    assertThat(sweep.sweep()).isZero();
    assertThat(attributes.readCompanion(orphan)).isPresent();
  }

  private String companion() throws BlockStoreException {
    String name = attributes.newCompanion();
    attributes.writeCompanion(name, owner, AttributesFixture.plain("e", Instant.EPOCH));
    return name;
  }
}
