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
import io.blocktier.gateway.Zone;
import io.blocktier.gateway.fault.Fault;
import io.blocktier.gateway.fault.FaultPlan;
import io.blocktier.gateway.fault.FaultRule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            access_lists: true
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
                account: partner
                rights: {photos: read_write, "scratch-*": read_only}
            buckets: {photos: media/photos/, all: /}
            s3_express:
              enabled: true
              default_zone: eun1-az2
              session_duration: 4m
              unbound_sessions: true
              max_append_size: 6MiB
              enable_atomic_append: false
              zones:
                - {id: eun1-az1, name: eu-north-1a, region: eu-north-1}
                - {id: eun1-az2, storage_class: EXPRESS_ONEZONE, kind: local_zone}
            faults:
              seed: -17
              rules:
                - {fault: error_in_answer}
                - fault: latency
                  time: 18s
                  operations: PutObject, GetObject
                  keys: photos/*
                  probability: 0.25
                  spare: 19
                  most: 20
            limits:
              connections: 4
              header_size: 5KiB
              head_timeout: 21s
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
                    new Grant("photos", Right.READ_WRITE), new Grant("scratch-*", Right.READ_ONLY)),
                "partner")),
        Optional.of(Right.READ_ONLY),
        true,
        List.of(
            new FixedBucket("photos", KeyPrefix.of("media/photos/")),
            new FixedBucket("all", KeyPrefix.of(""))),
        new DirectoryOptions(
            List.of(
                new Zone("eun1-az1", Zone.Kind.AVAILABILITY_ZONE, Optional.of("eu-north-1a")),
                new Zone("eun1-az2", Zone.Kind.LOCAL_ZONE)),
            Optional.of("eun1-az2"),
            Duration.ofMinutes(4),
            true,
            false,
            6 << 20),
        FaultPlan.of(
            -17,
            new FaultRule(Set.of(), "*", 1, 0, Long.MAX_VALUE, new Fault.ErrorInAnswer()),
            new FaultRule(
                Set.of("PutObject", "GetObject"),
                "photos/*",
                0.25,
                19,
                20,
                new Fault.Latency(Duration.ofSeconds(18)))),
        new GatewayLimits(
            4,
            5 << 10,
            Duration.ofSeconds(21),
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
    Path file = secret(directory, "in a file \nnot this\n", "rw-r-----");
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
    Path file = secret(directory, "\nsecond line", "rw-------");
    BlocktierConfig config =
        parse(STORE + "gateway: {access_key: a, secret_key_file: %s}\n".formatted(file));

    assertThatThrownBy(() -> config.gateway(Map.of()))
        .hasMessageContaining("its first line holds no secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--rw-", "rw-----w-"})
  void aSecretFileOfEverybodyIsRefused(String permissions, @TempDir Path directory)
      throws Exception {
    Path file = secret(directory, "in a file", permissions);
    BlocktierConfig config =
        parse(STORE + "gateway: {access_key: a, secret_key_file: %s}\n".formatted(file));

    assertThatThrownBy(() -> config.gateway(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file + ": every user of this machine may change it; run")
        .hasMessageNotContaining("in a file");
  }

  private static Path secret(Path directory, String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
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
        .contains("s3_express.zones=[eun1-az1, eun1-az2]", "faults.seed=-17")
        .contains("Latency[delay=PT18S] of GetObject, PutObject on photos/*, probability 0.25")
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
        "{access_key: '', secret_key: b}|gateway.access_key: is empty",
        "{access_key: a, secret_key: ''}|gateway.secret_key: is not non-empty text",
        "{access_keys: [{id: '', secret: b, rights: read_only}]}|gateway.access_keys.id: is empty",
        "{access_keys: [{id: a, secret: '', rights: read_only}]}|access_keys.secret: is not non-empty text",
        "{tls: {certificate: a}}|gateway.tls.certificate: tls needs both",
        "{tls: {key: a}}|gateway.tls.key: tls needs both",
        "{tls: {key_store: a, key: b}}|gateway.tls.key: stands beside tls.key_store",
        "{tls: {password: a}}|gateway.tls.password: has no effect without tls.key_store",
        "{limits: {part_size: 64KiB, whole_body: 1MiB}}|has to be at least limits.whole_body, which is 1MiB",
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
        "{s3_express: {default_zone: Use1}}|gateway.s3_express.default_zone: 'Use1' is not the id",
        "{s3_express: {session_duration: 0s}}|session_duration: has to be more than nothing",
        "{s3_express: {max_append_size: 6GiB}}|out of bounds: size, 1 to 5GiB",
        "{s3_express: {default_zone: a, zones: [{id: b}]}}|default_zone: is none of s3_express.zones",
        "{s3_express: {zones: [{id: b}, {id: b}]}}|gateway.s3_express.zones: 'b' is there twice",
        "{s3_express: {zones: {id: b}}}|gateway.s3_express.zones: has to be a list of items",
        "{s3_express: {zones: [{name: b}]}}|gateway.s3_express.zones.id: is missing",
        "{s3_express: {zones: [{id: a, region: b}]}}|has to be gateway.region, which is 'us-east-1'",
        "{s3_express: {zones: [{id: a, storage_class: cold}]}}|'cold' is not one of express_onezone",
        "{s3_express: {zones: [{id: a, kin: local_zone}]}}|did you mean 'kind'?",
        "{s3_express: zones}|gateway.s3_express: has to be a section",
        "{faults: {rules: a}}|gateway.faults.rules: has to be a list of items '- fault: …'",
        "{faults: {rules: [a]}}|gateway.faults.rules: has to be a section",
        "{faults: {seed: x, rules: []}}|gateway.faults.seed: 'x' is not a whole number",
        "{faults: {rules: [{time: 1s}]}}|gateway.faults.rules.fault: is missing",
        "{faults: {rules: [{fault: fire}]}}|'fire' is not one of latency | bandwidth | refusal",
        "{faults: {rules: [{fault: latency}]}}|rules.time: is missing, which is needed by latency",
        "{faults: {rules: [{fault: stall, time: 0s}]}}|time: has to be more than nothing",
        "{faults: {rules: [{fault: reset, when: after, time: 1s}]}}|has no effect on reset",
        "{faults: {rules: [{fault: refusal, when: after, status: 404}]}}|'404' is not one of 500 |",
        "{faults: {rules: [{fault: reset, when: later}]}}|'later' is not one of before | after",
        "{faults: {rules: [{fault: lost_metadata, operations: PutObjet}]}}|mean 'PutObject'?",
        "{faults: {rules: [{fault: lost_metadata, keys: photos}]}}|'photos' is no object; write",
        "{faults: {rules: [{fault: lost_metadata, probability: 2}]}}|not a number above 0 and up",
        "{faults: {rules: [{fault: lost_metadata, probability: 0.0}]}}|not a number above 0 and up",
        "{faults: {rules: [{fault: lost_metadata, most: 0}]}}|'0' is not a whole number from 1",
        "{faults: {rules: [{fault: lost_metadata, key: a/b}]}}|did you mean 'keys'?",
        "{fault: {rules: []}}|did you mean 'faults'?",
        "{acces_keys: []}|did you mean 'access_keys'?",
        "{listener: 'a:1'}|did you mean 'listen'?"
      })
  void whatContradictsOrIsUnknownIsRefusedInItsPlace(String gateway, String problem) {
    assertThatThrownBy(() -> parse(STORE + "gateway: " + gateway + "\n").gateway(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("test.yaml:2:")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "latency, time: 2s|Latency[delay=PT2S]",
        "bandwidth, rate: 64KiB|Bandwidth[bytesPerSecond=65536]",
        "refusal, status: 500, when: before|Refusal[status=500, side=BEFORE]",
        "refusal, status: 503, when: after|Refusal[status=503, side=AFTER]",
        "refusal, status: 429, when: after|Refusal[status=429, side=AFTER]",
        "reset, when: before|Reset[side=BEFORE]",
        "reset, when: after|Reset[side=AFTER]",
        "truncation, bytes: 5|Truncation[bytes=5]",
        "error_in_answer|ErrorInAnswer[]",
        "lost_metadata|LostMetadata[]",
        "loose_conditions, time: 3ms|LooseConditions[window=PT0.003S]",
        "stale_listing, time: 4m|StaleListing[lag=PT4M]",
        "stall, time: 5s|Stall[bound=PT5S]"
      })
  void everyKindOfFaultCanBeWritten(String rule, String fault) throws ConfigException {
    String yaml = STORE + "gateway: {faults: {rules: [{fault: %s}]}}\n".formatted(rule);

    List<FaultRule> rules = parse(yaml).gateway(Map.of()).options().faults().rules();

    assertThat(rules).extracting(read -> read.fault().toString()).containsExactly(fault);
  }

  @Test
  void everyKindOfFaultIsAmongThoseAbove() {
    assertThat(FaultKind.values()).hasSameSizeAs(Fault.class.getPermittedSubclasses());
  }

  @Test
  void withoutZonesTheDefaultOneIsTheOnlyOneAndWithoutThatThereIsAmazonsFirst()
      throws ConfigException {
    assertThat(directories("{}")).isEqualTo(DirectoryOptions.DEFAULT);
    assertThat(directories("{default_zone: use1-az1}"))
        .satisfies(options -> {
          assertThat(options.zones()).extracting(Zone::id).containsExactly("use1-az1");
          assertThat(options.defaultZone()).contains("use1-az1");
        });
    assertThat(directories("{enabled: false, default_zone: use1-az1}").zones()).isEmpty();
    assertThat(directories("{enabled: no, zones: [{id: a}]}").zones()).isEmpty();
  }

  private static DirectoryOptions directories(String section) throws ConfigException {
    return parse(STORE + "gateway: {s3_express: %s}\n".formatted(section))
        .gateway(Map.of())
        .options()
        .directories();
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

  @Test
  void aServerLeavesHalfOfTheHeapToTheRestOfTheProgram() throws Exception {
    ConfiguredGateway gateway =
        parse(STORE + "gateway: {limits: {body_memory: 64MiB}}\n").gateway(Map.of());
    assertThat(bodyMemory(gateway.within(1L << 30))).isEqualTo(64L << 20);
    assertThat(bodyMemory(gateway.within(100L << 20))).isEqualTo(50L << 20);
    assertThat(bodyMemory(gateway.within(1L << 20))).isEqualTo(GatewayLimits.DEFAULT.partBytes());
  }

  @Test
  void aBodyIsTakenWholeUpToAPartOrEightMebibytesWhereNothingElseIsSaid() throws Exception {
    assertThat(wholeBody("")).isEqualTo(8 << 20);
    assertThat(wholeBody("part_size: 5MiB")).isEqualTo(5 << 20);
    assertThat(wholeBody("part_size: 64MiB")).isEqualTo(8 << 20);
    assertThat(wholeBody("part_size: 64MiB, whole_body: 64MiB")).isEqualTo(64 << 20);
    assertThat(wholeBody("whole_body: 64KiB")).isEqualTo(64 << 10);
  }

  @Test
  void theStartUpLineSaysHowMuchIsTakenWhole() throws Exception {
    assertThat(parse(STORE + "gateway: {limits: {part_size: 5MiB}}\n").toString())
        .contains("limits.whole_body=5MiB, limits.part_size=5MiB");
  }

  private static int wholeBody(String limits) throws ConfigException {
    String yaml = STORE + "gateway: {limits: {" + limits + "}}\n";
    return parse(yaml).gateway(Map.of()).options().limits().wholeBodyBytes();
  }

  private static long bodyMemory(ConfiguredGateway gateway) {
    return gateway.options().limits().bodyMemoryBytes();
  }
}
