package io.blocktier.blockstore.express;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.s3.directory.DirectoryBucket;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.StoreLocation;
import io.blocktier.blockstore.tck.TestEffects;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be written of a store in a directory bucket, and what becomes of it. */
class ExpressSettingsTest {

  private final ExpressStoreProvider provider = new ExpressStoreProvider();

  private Settings settings(String... texts) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < texts.length; i += 2) {
      map.put(texts[i], texts[i + 1]);
    }
    return Settings.parse(provider.settings(), map);
  }

  private DirectoryBucket bucket(String... texts) {
    return ExpressStoreProvider.bucket(
        settings(texts), new SessionStatistics(InstantSource.system()));
  }

  @Test
  void aBaseNameIsCompletedWithItsZone() {
    assertThat(bucket("bucket", "logs").name()).isEqualTo("logs--use1-az4--x-s3");
    assertThat(bucket("bucket", "logs", "default_zone", "euw1-az1").name())
        .isEqualTo("logs--euw1-az1--x-s3");
    assertThat(bucket("bucket", "logs", "zone_id", "usw2-az3", "default_zone", "x1").name())
        .isEqualTo("logs--usw2-az3--x-s3");
    assertThat(bucket("bucket", "logs--usw2-az1--x-s3").name()).isEqualTo("logs--usw2-az1--x-s3");
  }

  @Test
  void aZoneBringsItsRegion() {
    String zones = "use1-az4=us-east-1, usw2-az1=us-west-2";
    assertThat(bucket("bucket", "logs", "zone_id", "usw2-az1", "zones", zones).region())
        .contains("us-west-2");
    assertThat(bucket("bucket", "a--use1-az4--x-s3", "zones", zones, "region", "home").region())
        .contains("home");
    assertThat(bucket("bucket", "logs").region()).isEmpty();
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> bucket("bucket", "a--use1-az4--x-s3", "zone_id", "use1-az5"))
        .isInstanceOf(InvalidSettingException.class);
    assertThatThrownBy(() -> bucket("bucket", "logs", "zones", "usw2-az1=us-west-2"))
        .isInstanceOf(InvalidSettingException.class);
    assertThatThrownBy(() -> bucket("bucket", "b".repeat(60)))
        .isInstanceOf(InvalidSettingException.class);
    for (String duration : new String[] {"59s", "61m"}) {
      assertThatThrownBy(() -> bucket("bucket", "logs", "session_duration", duration))
          .isInstanceOf(InvalidSettingException.class);
    }
  }

  @Test
  void sessionsAndAppendsAreAsConfigured() {
    DirectoryBucket bucket =
        bucket("bucket", "logs", "session_duration", "2m", "enable_atomic_append", "no");
    assertThat(bucket.sessionDuration()).isEqualTo(Duration.ofMinutes(2));
    assertThat(bucket.appends()).isFalse();
    assertThat(bucket("bucket", "logs").appends()).isTrue();
  }

  @Test
  void whatIsNotEnabledIsNotOpened() {
    assertThatThrownBy(() ->
            provider.open(settings("bucket", "logs", "enabled", "false"), TestEffects.seeded(1)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("enabled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x--y--x-s3", "logs--use1-az--x-s3", "logs--zone1--x-s3"})
  void aZoneThatAmazonHasNotNeedsAnEndpoint(String bucket) throws Exception {
    Settings amazon = settings("bucket", bucket, "region", "us-east-1");
    assertThatThrownBy(() -> provider.open(amazon, TestEffects.seeded(1)))
        .isInstanceOfSatisfying(
            InvalidSettingException.class, e -> assertThat(e.key()).isEqualTo("endpoint"))
        .hasMessageContaining(bucket)
        .hasMessageContaining("is missing");
    Settings own =
        settings("bucket", bucket, "region", "us-east-1", "endpoint", "http://127.0.0.1:9");
    provider.open(own, TestEffects.seeded(1)).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Logs", "lo.gs", "-logs", "logs-", "ab", "xn--logs"})
  void namesThatNoDirectoryBucketHasAreRefused(String name) {
    assertThatThrownBy(() -> bucket("bucket", name)).isInstanceOf(InvalidSettingException.class);
  }

  @Test
  void aUriNamesTheBucketAndPerhapsTheServer() {
    assertThat(provider.locate("express://a--use1-az4--x-s3/logs/x"))
        .isEqualTo(
            new StoreLocation(Map.of("bucket", "a--use1-az4--x-s3", "key_prefix", ""), "logs/x"));
    assertThat(provider.locate("express://127.0.0.1:9000/a--z1--x-s3").settings())
        .containsEntry("endpoint", "http://127.0.0.1:9000")
        .containsEntry("bucket", "a--z1--x-s3");
    assertThat(provider.locate("express://s:443/a--z1--x-s3/").settings())
        .containsEntry("endpoint", "https://s:443");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"express://logs/x", "express://", "express://h:1/logs", "s3://a--z--x-s3"})
  void otherUrisAreRefused(String uri) {
    assertThatThrownBy(() -> provider.locate(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base--zone--x-s3");
  }
}
