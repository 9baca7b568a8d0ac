package io.blocktier.blockstore.s3;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** The contract, against servers in containers; skipped where there is no Docker. */
class S3ContainerContractTest {

  private static Map<String, String> settings(GenericContainer<?> server, int port) {
    return Map.of(
        "endpoint", "http://" + server.getHost() + ":" + server.getMappedPort(port),
        "bucket", "blocktier-tck",
        "region", "us-east-1",
        "access_key_id", "blocktier",
        "secret_access_key", "blocktier-secret");
  }

  /** LocalStack: the last version that starts without a token. */
  @Nested
  @Testcontainers(disabledWithoutDocker = true)
  class LocalStack extends ForeignServerContract {

    private static final int PORT = 4566;

    @Container
    private static final GenericContainer<?> SERVER =
        new GenericContainer<>(DockerImageName.parse("localstack/localstack:4.14.0"))
            .withEnv("SERVICES", "s3")
            .withExposedPorts(PORT);

    @Override
    Map<String, String> settings() {
      return S3ContainerContractTest.settings(SERVER, PORT);
    }
  }

  /** Adobe S3Mock: keeps no condition under a race, and is told so by the probe. */
  @Nested
  @Testcontainers(disabledWithoutDocker = true)
  class S3Mock extends ForeignServerContract {

    private static final int PORT = 9090;

    @Container
    private static final GenericContainer<?> SERVER =
        new GenericContainer<>(DockerImageName.parse("adobe/s3mock:5.2.0")).withExposedPorts(PORT);

    @Override
    Map<String, String> settings() {
      return S3ContainerContractTest.settings(SERVER, PORT);
    }
  }
}
