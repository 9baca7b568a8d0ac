package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.DirectoryOptions;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.GatewayLimits;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.Tls;
import io.blocktier.gateway.fault.FaultPlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {

  private static final String STORE = "block_store: {type: memory}\n";

  /** Every key that takes a value, but those that exclude others. */
  private static final String EVERYTHING =
      STORE
          + """
          gateway:
            listen: 0.0.0.0:1
            health_listen: "[::1]:2"
            region: eu-north-1
            domain: s3.example.org
            anonymous: read_only
            access_key: first
            secret_key: secret-1
            drain: 3s
            tls: {key_store: /etc/store, key_store_type: jks, password: secret-4}
            access_keys:
              - id: second
                secret: secret-2
                rights: read_only
              - id: third
                secret: secret-3
                rights: {photos: read_write, "scratch-*": read_only}
            buckets: {photos: media/photos/, all: /}
            limits:
              connections: 4
              header_size: 5KiB
              idle_timeout: 6s
              slowness_grace: 7s
              least_rate: 8KiB
              body_memory: 9MiB
              body_wait: 10s
              whole_body: 2MiB
              part_size: 3MiB
              read_buffers: 11
              read_buffer: 12KiB
              bucket_trust: 13s
              buckets: 14
              upload_expiry: 15h
              sweep_interval: 16m
          """;

  private static final List<String> SECRETS =
      List.of("secret-1", "secret-2", "secret-3", "secret-4");

  private static GatewayOptions everything() {
    return new GatewayOptions(
        InetSocketAddress.createUnresolved("0.0.0.0", 1),
        Optional.of(InetSocketAddress.createUnresolved("::1", 2)),
        "eu-north-1",
        Optional.of("s3.example.org"),
        Optional.of(new Tls.Store(Path.of("/etc/store"), "JKS", "secret-4")),
        List.of(
            new AccessKey("first", "secret-1", List.of(Grant.everywhere(Right.READ_WRITE))),
            new AccessKey("second", "secret-2", List.of(Grant.everywhere(Right.READ_ONLY))),
            new AccessKey(
                "third",
                "secret-3",
                List.of(
                    new Grant("photos", Right.READ_WRITE),
                    new Grant("scratch-*", Right.READ_ONLY)))),
        Optional.of(Right.READ_ONLY),
        List.of(
            new FixedBucket("photos", KeyPrefix.of("media/photos/")),
            new FixedBucket("all", KeyPrefix.of(""))),
        DirectoryOptions.DEFAULT,
        FaultPlan.NONE,
        new GatewayLimits(
            4,
            5 << 10,
            Duration.ofSeconds(6),
            Duration.ofSeconds(7),
            8 << 10,
            9 << 20,
            Duration.ofSeconds(10),
            2 << 20,
            3 << 20,
            11,
            12 << 10,
            Duration.ofSeconds(13),
            14,
            Duration.ofHours(15),
            Duration.ofMinutes(16)));
  }

  @Test
  void everyKeyComesToItsOption() throws ConfigException {
    ConfiguredGateway gateway = parse(EVERYTHING).gateway(Map.of());

    assertThat(gateway.options()).isEqualTo(everything());
    assertThat(gateway.drain()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void theDocumentAboveHasEveryKey() {
    List<String> elsewhere = List.of("secret_key_file", "tls.certificate", "tls.key");
    assertThat(GatewaySection.SECTION.settings())
        .allSatisfy(setting -> {
          String name = setting.key().substring(setting.key().indexOf('.') + 1);
          if (!elsewhere.contains(setting.key())) {
            assertThat(EVERYTHING).contains(name + ": ");
          }
        });
  }

  @Test
  void withoutTheSectionThereAreDefaultsAndNobodyIsServed() throws ConfigException {
    ConfiguredGateway gateway = parse(STORE).gateway(Map.of());

    assertThat(gateway.options())
        .isEqualTo(GatewayOptions.at(InetSocketAddress.createUnresolved("127.0.0.1", 9000)));
    assertThat(gateway.servesSomebody()).isFalse();
    assertThat(parse(STORE).gateway(Map.of("anonymous", "read_only")).servesSomebody()).isTrue();
  }

  @Test
  void whatAProgramGivesWinsOverVariablesAndThoseOverTheDocument() throws ConfigException {
    Map<String, String> environment =
        Map.of("BLOCKTIER_GATEWAY_REGION", "variable", "BLOCKTIER_GATEWAY_LIMITS_BUCKETS", "7");
    String yaml = STORE + "gateway: {region: document, domain: document, limits: {buckets: 8}}\n";
    BlocktierConfig config = BlocktierConfig.parse(yaml, "test.yaml", environment);

    GatewayOptions options = config.gateway(Map.of("region", "given")).options();

    assertThat(options.region()).isEqualTo("given");
    assertThat(options.limits().maxBuckets()).isEqualTo(7);
    assertThat(options.baseDomain()).contains("document");
  }

  @Test
  void variablesCountAlsoWithoutTheSectionAndForUris() throws ConfigException {
    Map<String, String> environment =
        Map.of("BLOCKTIER_GATEWAY_ACCESS_KEY", "k", "BLOCKTIER_GATEWAY_SECRET_KEY", "s");

    assertThat(
            BlocktierConfig.parse(STORE, "test.yaml", environment)
                .gateway(Map.of())
                .options()
                .keys())
        .extracting(AccessKey::id, AccessKey::secret)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("k", "s"));
    assertThat(
            StoreUris.resolve("mem:", Optional.empty(), environment)
                .config()
                .gateway(Map.of())
                .servesSomebody())
        .isTrue();
  }

  @Test
  void secretsComeFromTheFirstLineOfFiles(@TempDir Path directory)
      throws ConfigException, IOException {
    Path file = Files.writeString(directory.resolve("secret"), "in a file \nnot this\n");
    String yaml =
        STORE
            + "gateway: {access_key: a, secret_key_file: %s, access_keys: [".formatted(file)
            + "{id: b, secret_file: %s, rights: read_only}]}\n".formatted(file);

    assertThat(parse(yaml).gateway(Map.of()).options().keys())
        .extracting(AccessKey::secret)
        .containsExactly("in a file", "in a file");
  }

  @Test
  void aConfigurationIsLegalWhereItsSecretsCannotBeRead() throws ConfigException {
    BlocktierConfig config =
        parse(STORE + "gateway: {access_key: a, secret_key_file: /none/such}\n");

    assertThatThrownBy(() -> config.gateway(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/none/such: there is no such file");
  }

  @Test
  void anEmptySecretFileIsRefused(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "\nsecond line");
    BlocktierConfig config =
        parse(STORE + "gateway: {access_key: a, secret_key_file: %s}\n".formatted(file));

    assertThatThrownBy(() -> config.gateway(Map.of()))
        .hasMessageContaining("its first line holds no secret");
  }

  @Test
  void certificatesMayBePem() throws ConfigException {
    assertThat(
            parse(STORE + "gateway: {tls: {certificate: /c, key: /k}}\n")
                .gateway(Map.of())
                .options()
                .tls())
        .contains(new Tls.Pem(Path.of("/c"), Path.of("/k")));
  }

  @Test
  void nothingThatIsShownHoldsASecret() throws ConfigException {
    BlocktierConfig config = parse(EVERYTHING);
    String shown = config.toString() + config.gateway(Map.of());

    assertThat(shown)
        .contains("gateway: listen=0.0.0.0:1, health_listen=[::1]:2", "[first, second, third]")
        .contains("buckets=[photos=/media/photos/, all=/]", "secret_key=****")
        .doesNotContain(SECRETS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{listen: 9000}|gateway.listen: '9000' is not host:port",
        "{listen: 'a:70000'}|is not host:port",
        "{region: 'a b'}|gateway.region: 'a b' is not a name",
        "{access_key: a}|gateway.secret_key: is missing; write it, or gateway.secret_key_file",
        "{secret_key: a}|gateway.secret_key: stands alone; write access_key",
        "{secret_key_file: a}|gateway.secret_key_file: stands alone",
        "{access_key: a, secret_key: b, secret_key_file: c}|stands beside gateway.secret_key_file",
        "{tls: {certificate: a}}|gateway.tls.certificate: tls needs both",
        "{tls: {key: a}}|gateway.tls.key: tls needs both",
        "{tls: {key_store: a, key: b}}|gateway.tls.key: stands beside tls.key_store",
        "{tls: {password: a}}|gateway.tls.password: has no effect without tls.key_store",
        "{limits: {part_size: 64KiB}}|has to be at least limits.whole_body, which is 1MiB",
        "{limits: {body_memory: 64KiB}}|has to be at least limits.part_size, which is 8MiB",
        "{limits: {idle_timeout: 0s}}|gateway.limits.idle_timeout: has to be more than nothing",
        "{access_keys: a}|gateway.access_keys: has to be a list of items",
        "{access_keys: [a]}|gateway.access_keys: has to be a section",
        "{access_keys: [{id: a, secret: b}]}|gateway.access_keys.rights: is missing",
        "{access_keys: [{secret: b, rights: read_only}]}|gateway.access_keys.id: is missing",
        "{access_keys: [{id: a, rights: read_only}]}|gateway.access_keys.secret: is missing",
        "{access_keys: [{id: a, secret: b, right: c, rights: read_only}]}|did you mean 'rights'?",
        "{access_keys: [{id: a, secret: b, rights: all}]}|'all' is not one of read_only",
        "{access_keys: [{id: a, secret: b, rights: {x: all}}]}|'all' is not one of read_only",
        "{buckets: {photos: [a]}}|gateway.buckets.photos: has to be a single value",
        "{buckets: {photos: media}}|ends with a slash",
        "{buckets: {photos: a//}}|gateway.buckets.photos: ",
        "{buckets: {Photos_1: /}}|gateway.buckets.Photos_1: ",
        "{acces_keys: []}|did you mean 'access_keys'?",
        "{listener: 'a:1'}|did you mean 'listen'?"
      })
  void whatContradictsOrIsUnknownIsRefusedInItsPlace(String gateway, String problem) {
    assertThatThrownBy(() -> parse(STORE + "gateway: " + gateway + "\n").gateway(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("test.yaml:2:")
        .hasMessageContaining(problem);
  }

  @Test
  void aKeyOfTheSameNameTwiceIsRefused() {
    String item = "{id: a, secret: b, rights: read_only}";
    assertThatThrownBy(
            () -> parse(STORE + "gateway: {access_keys: [%s, %s]}\n".formatted(item, item)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'a' is there twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BLOCKTIER_GATEWAY_LISTENER", "BLOCKTIER_GATEWAY_ACCESS_KEYS"})
  void aVariableThatMeansNoKeyIsRefused(String variable) {
    assertThatThrownBy(() -> BlocktierConfig.parse(STORE, "test.yaml", Map.of(variable, "x")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("environment variable " + variable + ": means no key; did you mean");
  }

  private static BlocktierConfig parse(String yaml) throws ConfigException {
    return BlocktierConfig.parse(yaml, "test.yaml", Map.of());
  }
}
