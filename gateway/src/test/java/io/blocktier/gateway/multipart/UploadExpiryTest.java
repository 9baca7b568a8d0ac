package io.blocktier.gateway.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.gateway.attribute.AttributesFixture;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.task.FanOut;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadExpiryTest {

  private static final Duration EXPIRY = Duration.ofDays(7);

  private final ManualClock clock = ManualClock.standing();
  private final Effects effects = TestEffects.seeded(1, clock);
  private final BlockStore store = new InMemoryBlockStore(effects);
  private final UploadStore uploads =
      new UploadStore(store, effects, new FanOut(effects.executor()));
  private final UploadExpiry expiry = new UploadExpiry(store, effects, EXPIRY);

  @AfterEach
  void stop() {
    effects.executor().close();
  }

  @Test
  void anUploadThatNobodyCompletedGoesWithItsPartsWhenItsTimeIsOver() throws IOException {
    Upload old = begin();
    BlockKey bytes = uploads.newData(old, 1);
    Blocks.write(store, bytes, new byte[1]);
    uploads.put(old, new Part(1, "d", "e", 1, clock.instant(), Optional.empty()));
    clock.advance(EXPIRY);
    Upload young = begin();
    assertThat(expiry.sweep()).isZero();
    assertThat(uploads.find("bucket", old.id())).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(expiry.sweep()).isEqualTo(1);
    assertThat(uploads.find("bucket", old.id())).isEmpty();
    assertThatThrownBy(() -> store.stat(bytes)).isInstanceOf(BlockNotFoundException.class);
    assertThat(uploads.find("bucket", young.id())).isPresent();
  }

  @Test
  void whatIsNotedOfACompletedUploadGoesToo() throws IOException {
    Upload upload = begin();
    uploads.finish(upload, "answer");
    clock.advance(EXPIRY.plusMillis(1));
    assertThat(uploads.finished("bucket", upload.id())).contains("answer");
    assertThat(expiry.sweep()).isEqualTo(1);
    assertThat(uploads.finished("bucket", upload.id())).isEmpty();
  }

  private Upload begin() throws IOException {
    ObjectAttributes stated = AttributesFixture.plain("", clock.instant());
    Upload upload = new Upload("bucket", uploads.newId(), "key", stated, Optional.empty(), false);
    uploads.create(upload);
    return upload;
  }
}
