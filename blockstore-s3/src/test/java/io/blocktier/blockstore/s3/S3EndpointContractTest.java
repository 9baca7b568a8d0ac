package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract, against the server that the environment names. */
@EnabledIfEnvironmentVariable(
    named = S3EndpointContractTest.ENDPOINT,
    matches = ".+",
    disabledReason = "no server is named; set " + S3EndpointContractTest.ENDPOINT)
class S3EndpointContractTest extends ForeignServerContract {

  private static final int S3_KEY_BYTES = 1024;

  static final String ENDPOINT = "BLOCKTIER_S3_ENDPOINT";

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("endpoint", System.getenv(ENDPOINT));
    settings.put("bucket", variable("BLOCKTIER_S3_BUCKET").orElse("blocktier-tck"));
    settings.put("region", variable("BLOCKTIER_S3_REGION").orElse("us-east-1"));
    variable("BLOCKTIER_S3_ACCESS_KEY").ifPresent(key -> settings.put("access_key_id", key));
    variable("BLOCKTIER_S3_SECRET_KEY").ifPresent(key -> settings.put("secret_access_key", key));
    return settings;
  }

  @Test
  @Override
  @SuppressWarnings("JUnitMethodInvoked") // the same test, where the server can pass it
  public void deepestKeyIsKept() throws Exception {
    assumeLongKeys();
    super.deepestKeyIsKept();
  }

  @Test
  @Override
  @SuppressWarnings("JUnitMethodInvoked") // the same test, where the server can pass it
  public void elementsLongerThanAFileNameAreKept() throws Exception {
    assumeLongKeys();
    super.elementsLongerThanAFileNameAreKept();
  }

  /** The prefix of the tests, and the longest key of a block. */
  private static void assumeLongKeys() {
    int most = variable("BLOCKTIER_S3_MAX_KEY_BYTES").map(Integer::parseInt).orElse(S3_KEY_BYTES);
    assumeThat(most).as("the longest key of the server").isGreaterThanOrEqualTo(S3_KEY_BYTES);
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
