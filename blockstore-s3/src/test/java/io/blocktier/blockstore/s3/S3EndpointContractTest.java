package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Capability;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract, against the server that the environment names. */
@EnabledIfEnvironmentVariable(
    named = S3EndpointContractTest.ENDPOINT,
    matches = ".+",
    disabledReason = "no server is named; set " + S3EndpointContractTest.ENDPOINT)
class S3EndpointContractTest extends ForeignServerContract {

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

  @Override
  Set<Capability> knownLacks() {
    return named("BLOCKTIER_S3_LACKS", Capability::valueOf);
  }

  @Override
  Set<Lack> knownOtherLacks() {
    return named("BLOCKTIER_S3_OTHER_LACKS", Lack::valueOf);
  }

  private static <T> Set<T> named(String variable, Function<String, T> parser) {
    return variable(variable).stream()
        .flatMap(names -> Stream.of(names.split(",")))
        .map(parser)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
