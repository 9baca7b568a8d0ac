package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.InvalidSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What no server can take is refused before the network, by a message that names the setting. */
class S3SettingTypesTest extends ServerFixture {

  @Test
  void whatCanBeNoBucketIsRefusedBeforeAnythingIsSent() {
    for (String name :
        new String[] {
          "UPPER_case!",
          "Upper",
          "under_score",
          "ab",
          "a".repeat(64),
          "-bucket",
          "bucket.",
          "a..b",
          "10.0.0.1",
          "bucket/key",
          "bucket name",
          "b\u00fccket",
          "",
          "blocks--use1-az4--x-s3"
        }) {
      refuses("bucket", name);
    }
    for (String name : new String[] {"abc", "a".repeat(63), "my.dotted-bucket.1", "123"}) {
      assertThat(S3SettingTypes.BUCKET.parse(name)).isEqualTo(name);
    }
    assertThat(server.traffic().allRequests()).isZero();
  }

  @Test
  void whatCanBeNoServerOrRegionIsRefusedBeforeAnythingIsSent() {
    for (String endpoint :
        new String[] {
          "http://127.0.0.1:99999",
          "http://127.0.0.1:0",
          "http://under_score:9000",
          "127.0.0.1:9000",
          "ftp://host",
          "http://",
          "http://host:port",
          "http://host?list",
          "http://host#part",
          "http://user:secret@host"
        }) {
      refuses("endpoint", endpoint);
    }
    for (String region : new String[] {"us east 1", "us_east_1", "-us", "us-", "eu.west", ""}) {
      refuses("region", region);
    }
    for (String endpoint : new String[] {"http://[::1]:65535", "https://host/s3", "http://h:1"}) {
      assertThat(S3SettingTypes.ENDPOINT.parse(endpoint)).hasToString(endpoint);
    }
    assertThat(server.traffic().allRequests()).isZero();
  }

  private void refuses(String key, String text) {
    Map<String, String> texts = TestStores.texts(server, key, text);
    assertThatThrownBy(() -> TestStores.open(effects, texts))
        .as("%s: %s", key, text)
        .isInstanceOfSatisfying(
            InvalidSettingException.class,
            e -> {
              assertThat(e.key()).isEqualTo(key);
              assertThat(e).hasMessageNotContaining("secret");
            });
  }
}
