package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.spi.InvalidSettingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

/** Where requests go: endpoints, regions, path style and virtual hosts, and the environment. */
class S3ConnectionTest extends ServerFixture {

  @Test
  void bucketIsAHostAtAmazonAndAPathElsewhere() {
    goesTo("https://bucket.s3.eu-west-1.amazonaws.com", "region", "eu-west-1");
    goesTo(
        "https://s3.eu-west-1.amazonaws.com/bucket",
        "region",
        "eu-west-1",
        "force_path_style",
        "true");
    goesTo("http://store.example.com:9000/bucket", "endpoint", "http://store.example.com:9000");
    goesTo(
        "https://bucket.store.example.com",
        "endpoint",
        "https://store.example.com",
        "force_path_style",
        "false");
    goesTo(
        "https://s3.eu-west-1.amazonaws.com/dotted.name",
        "bucket",
        "dotted.name",
        "region",
        "eu-west-1");
  }

  @Test
  void environmentNamesServerRegionAndKeys() throws Exception {
    Map<String, String> properties =
        Map.of(
            "aws.endpointUrlS3", server.endpoint().toString(),
            "aws.region", "ap-south-1",
            "aws.accessKeyId", "FROMCHAIN",
            "aws.secretAccessKey", "secret");
    properties.forEach(System::setProperty);
    try (BlockStore store =
        TestStores.open(effects, Map.of("bucket", "bucket", "probe", "never"))) {
      Blocks.write(store, KEY, bytes(10));
      assertHolds(store, KEY, bytes(10));
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
    assertThat(server.traffic().requestsWith("region", "ap-south-1")).isPositive();
    assertThat(server.traffic().requestsWith("access-key", "FROMCHAIN")).isPositive();
  }

  @Test
  void serverOfTheEnvironmentIsAForeignOneToo() throws Exception {
    System.setProperty("aws.endpointUrlS3", server.endpoint().toString());
    try (S3Connection connection = connect("bucket", "bucket", "region", "us-east-2")) {
      assertThat(connection.custom()).isTrue();
    } finally {
      System.clearProperty("aws.endpointUrlS3");
    }
    try (S3Connection connection = connect("bucket", "bucket", "region", "us-east-2")) {
      assertThat(connection.custom()).isFalse();
    }
  }

  @Test
  void serverOfTheEnvironmentThatCanBeNoneIsAMistakeInTheSettings() {
    for (String url : new String[] {"nonsense", "http://host:99999", "http://a b"}) {
      System.setProperty("aws.endpointUrlS3", url);
      try {
        assertThatThrownBy(() -> connect("bucket", "bucket", "region", "us-east-2"))
            .as(url)
            .isInstanceOfSatisfying(
                InvalidSettingException.class, e -> assertThat(e.key()).isEqualTo("endpoint"));
      } finally {
        System.clearProperty("aws.endpointUrlS3");
      }
    }
  }

  @Test
  void objectsGoTheWayOfTheSdkWhereAProxyIsNamed() throws Exception {
    Map<String, String> properties =
        Map.of(
            "http.proxyHost", "proxy.example.com",
            "http.proxyPort", "3128",
            "http.nonProxyHosts", "127.0.0.1");
    properties.forEach(System::setProperty);
    try {
      try (S3Connection connection = connect("region", "us-east-1")) {
        assertThat(connection.behindProxy()).isTrue();
      }
      BlockStore store = open("max_retries", "0");
      Blocks.write(store, KEY, bytes(100_000));
      assertHolds(store, KEY, bytes(100_000));
      assertThat(store.stat(KEY).size()).isEqualTo(100_000);
      store.delete(KEY, DeleteOptions.DEFAULT);
      assertThat(Blocks.find(store, KEY)).isEmpty();
      assertThatThrownBy(() -> Blocks.readAll(store, KEY))
          .isInstanceOf(BlockNotFoundException.class);
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
    try (S3Connection connection = connect("region", "us-east-1")) {
      assertThat(connection.behindProxy()).isFalse();
    }
  }

  @Test
  void regionFallsBackWhereNothingNamesOne() {
    try (S3Connection connection = connect("bucket", "blocks", "endpoint", "http://127.0.0.1:9")) {
      assertThat(connection.region()).isEqualTo(Region.US_EAST_1);
    }
  }

  private static void goesTo(String url, String... texts) {
    try (S3Connection connection = connect(texts)) {
      assertThat(connection.bucketUrl()).hasToString(url);
    }
  }

  private static S3Connection connect(String... texts) {
    Map<String, String> all = new HashMap<>(Map.of("bucket", "bucket"));
    all.put("region", "us-east-1");
    for (int i = 0; i < texts.length; i += 2) {
      all.put(texts[i], texts[i + 1]);
    }
    if (!List.of(texts).contains("region") && all.containsKey("endpoint")) {
      all.remove("region");
    }
    return S3Connection.open(S3Options.from(TestStores.settings(all)));
  }
}
