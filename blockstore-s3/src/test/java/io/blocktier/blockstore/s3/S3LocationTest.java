package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.StoreLocation;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What URIs mean. */
class S3LocationTest {

  private final BlockStoreProvider provider = new S3StoreProvider();

  @Test
  void bucketAndWhatIsInIt() {
    means("s3://bucket/a/b c%20d", Map.of("bucket", "bucket"), "a/b c%20d");
    means("s3://bucket/", Map.of("bucket", "bucket"), "");
    means("s3://bucket", Map.of("bucket", "bucket"), "");
    means("s3://my.bucket/**/*.bin", Map.of("bucket", "my.bucket"), "**/*.bin");
  }

  @Test
  void authorityWithAPortIsAServer() {
    means(
        "s3://localhost:9000/bucket/a/b",
        Map.of("bucket", "bucket", "endpoint", "http://localhost:9000"),
        "a/b");
    means(
        "s3://store.example.com:443/bucket",
        Map.of("bucket", "bucket", "endpoint", "https://store.example.com:443"),
        "");
    means(
        "s3://127.0.0.1:8080/bucket/",
        Map.of("bucket", "bucket", "endpoint", "http://127.0.0.1:8080"),
        "");
  }

  @Test
  void uriWithoutBucketIsRefusedWithAdvice() {
    for (String uri :
        new String[] {"s3://", "s3:///key", "s3://host:9000", "s3://host:9000/", "s3://a:b/c"}) {
      assertThatThrownBy(() -> provider.locate(uri))
          .as(uri)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("s3://bucket/key");
    }
  }

  @Test
  void serverAndBucketOfAUriAreCheckedLikeThoseOfTheConfiguration() {
    refuses("endpoint", "s3://host:99999/bucket/key");
    refuses("bucket", "s3://UPPER_case!/key");
    refuses("bucket", "s3://host:9000/x/key");
  }

  private void refuses(String culprit, String uri) {
    assertThatThrownBy(() -> TestStores.settings(provider.locate(uri).settings()))
        .isInstanceOfSatisfying(
            InvalidSettingException.class, e -> assertThat(e.key()).isEqualTo(culprit));
  }

  @Test
  void providerIsFoundByItsTypeAndScheme() {
    assertThat(ServiceLoader.load(BlockStoreProvider.class))
        .filteredOn(found -> found.type().equals("s3"))
        .singleElement()
        .satisfies(found -> assertThat(found.schemes()).containsExactly("s3"));
  }

  /** A URI says where it starts: no key prefix of the configuration goes beneath. */
  private void means(String uri, Map<String, String> settings, String name) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("key_prefix", "");
    assertThat(provider.locate(uri)).as(uri).isEqualTo(new StoreLocation(all, name));
  }
}
