package io.blocktier.gateway.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.attribute.AttributesFixture;
import io.blocktier.gateway.attribute.ObjectAttributes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one gateway knows of defaults that another one sets. */
class BucketEncryptionsTest {

  private static final Duration TRUST = Duration.ofSeconds(2);
  private static final ObjectAttributes STATED =
      AttributesFixture.plain("", Instant.EPOCH).withHeaders(Map.of("content-type", "text/plain"));

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private final AtomicLong nanos = new AtomicLong();
  private final BucketSettings settings = new BucketSettings(store);
  private final BucketEncryptions encryptions =
      new BucketEncryptions(
          new BucketRegistry(store, effects, List.of(), TRUST, 10), settings, nanos::get, TRUST);

  @AfterEach
  void stop() {
    store.close();
    effects.executor().close();
  }

  private static Bucket created(Instant instant) {
    return new Bucket("photos", "photos/", instant, "blocktier", false, 1024, Optional.empty());
  }

  private Optional<String> algorithm(Bucket bucket) throws IOException {
    ObjectAttributes applied = encryptions.applied(STATED, bucket);
    assertThat(applied.headers()).containsAllEntriesOf(STATED.headers());
    return Optional.ofNullable(applied.headers().get(Encryption.HEADER));
  }

  private void setElsewhere(String algorithm) throws IOException {
    Encryption encryption = new Encryption(algorithm, Optional.empty(), false, false);
    settings.put("photos", "encryption", new String(encryption.document(), StandardCharsets.UTF_8));
  }

  @Test
  void whatAnotherGatewaySetsHoldsAsSoonAsWhatWasFoundIsOld() throws IOException {
    Bucket bucket = created(Instant.EPOCH);
    assertThat(algorithm(bucket)).isEmpty();
    setElsewhere("AES256");
    nanos.set(TRUST.toNanos() - 1);
    assertThat(algorithm(bucket)).isEmpty();
    nanos.set(TRUST.toNanos());
    assertThat(algorithm(bucket)).contains("AES256");
    setElsewhere("aws:kms");
    assertThat(algorithm(bucket)).contains("AES256");
    nanos.set(2 * TRUST.toNanos());
    assertThat(algorithm(bucket)).contains("aws:kms");
  }

  @Test
  void whatWasFoundIsNotThatOfABucketThatIsCreatedAnew() throws IOException {
    setElsewhere("AES256");
    assertThat(algorithm(created(Instant.EPOCH))).contains("AES256");
    settings.delete("photos", "encryption");
    assertThat(algorithm(created(Instant.EPOCH.plusMillis(1)))).isEmpty();
  }
}
