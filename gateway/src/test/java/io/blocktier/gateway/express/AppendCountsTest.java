package io.blocktier.gateway.express;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.AttributesFixture;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.ReservedKeys;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Counts across crashes and between gateways. */
class AppendCountsTest {

  private static final BlockKey KEY = BlockKey.of("logs--use1-az4--x-s3/log");
  private static final BlockKey OTHER = BlockKey.of("logs--use1-az4--x-s3/other");
  private static final String TAG = "0123456789abcdefghijklmnop";

  private final ManualClock clock = ManualClock.standing();
  private final Effects effects = TestEffects.seeded(1, clock);
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private final Attributes attributes = new Attributes(store, effects);
  private final AppendCounts here = new AppendCounts(store);
  private final AppendCounts there = new AppendCounts(store);

  @Test
  void anAppendThatNeverHappensIsNotCounted() throws IOException {
    write(9_998);
    append();
    for (int i = 0; i < 5; i++) {
      assertThat(here.begin(look())).isTrue();
      assertThat(there.begin(look())).isTrue();
    }
    append();
    assertFull(here);
    assertFull(there);
  }

  @Test
  void whoeverAppendsItIsCountedOnce() throws IOException {
    write(9_996);
    for (int i = 0; i < 4; i++) {
      assertThat(here.begin(look())).isTrue();
      assertThat(there.begin(look())).isTrue();
      append();
    }
    assertFull(here);
  }

  @Test
  void whoSawAnOlderObjectHasToLookAgain() throws IOException {
    write(1);
    append();
    StoredObject old = look();
    for (int i = 0; i < 3; i++) {
      assertThat(here.begin(look())).isTrue();
      append();
    }
    assertThat(there.begin(old)).isFalse();
  }

  @Test
  void aNoteIsSweptWhenItsObjectIsGoneAndNotWhenItWasRenamed() throws IOException {
    write(1);
    append();
    assertThat(here.begin(look())).isTrue();
    append();
    here.announceMove(look(), OTHER);
    store.rename(KEY, OTHER, Precondition.NONE);
    NoteSweep sweep = new NoteSweep(store, effects, attributes);
    clock.advance(Duration.ofHours(2));
    assertThat(sweep.sweep()).isZero();
    Blocks.delete(store, OTHER);
    assertThat(sweep.sweep()).isEqualTo(1);
    assertThat(Blocks.find(store, ReservedKeys.under(ReservedKeys.APPENDS, TAG))).isEmpty();
  }

  private void write(int parts) throws BlockStoreException {
    ObjectAttributes any = AttributesFixture.inParts(TAG, parts);
    store.write(
        KEY, Content.of(new byte[parts]), WriteOptions.DEFAULT.with(attributes.keep(KEY, any)));
  }

  private void append() throws BlockStoreException {
    store.append(KEY, store.stat(KEY).size(), Content.of(new byte[1]));
  }

  private StoredObject look() throws BlockStoreException, S3Exception {
    return attributes.find(KEY).orElseThrow();
  }

  private void assertFull(AppendCounts counts) {
    assertThatThrownBy(() -> counts.begin(look()))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.code()).isEqualTo(S3ErrorCode.TOO_MANY_PARTS));
  }
}
