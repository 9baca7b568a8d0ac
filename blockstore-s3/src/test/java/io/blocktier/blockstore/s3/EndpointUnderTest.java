package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.tck.ContractScale;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** The server that the environment names for tests. */
final class EndpointUnderTest {

  static final String VARIABLE = "BLOCKTIER_S3_ENDPOINT";

  private EndpointUnderTest() {}

  static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("endpoint", System.getenv(VARIABLE));
    settings.put("bucket", variable("BLOCKTIER_S3_BUCKET").orElse("blocktier-tck"));
    settings.put("region", variable("BLOCKTIER_S3_REGION").orElse("us-east-1"));
    variable("BLOCKTIER_S3_ACCESS_KEY").ifPresent(key -> settings.put("access_key_id", key));
    variable("BLOCKTIER_S3_SECRET_KEY").ifPresent(key -> settings.put("secret_access_key", key));
    return settings;
  }

  /** Fewer keys where every one of them costs a sync. */
  static ContractScale scale() {
    return ContractScale.DEFAULT.withKeys(1_001, 1_001);
  }

  static void createBucket() {
    S3Options options = S3Options.from(TestStores.settings(settings()));
    String bucket = options.names().bucket();
    try (S3Connection connection = S3Connection.open(options)) {
      try {
        connection.client().headBucket(r -> r.bucket(bucket));
      } catch (NoSuchBucketException missing) {
        connection.client().createBucket(r -> r.bucket(bucket));
      }
    } catch (BucketAlreadyOwnedByYouException fine) {
      // somebody else was quicker
    }
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
