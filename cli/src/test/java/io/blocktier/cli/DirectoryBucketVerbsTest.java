package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every verb with a directory bucket, of a server that has one beside another bucket. */
class DirectoryBucketVerbsTest {

  private static final String BUCKET = "logs--use1-az4--x-s3";

  @TempDir private static Path directory;

  private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    Path config = directory.resolve("server.yaml");
    String yaml =
        String.format(
            Locale.ROOT,
            """
            block_store:
              type: memory
            gateway:
              listen: 127.0.0.1:0
              access_keys: [{id: %s, secret: %s, rights: read_write}]
              buckets: {%s: logs/, photos: photos/}
            """,
            Served.KEY,
            Served.SECRET,
            BUCKET);
    Files.writeString(config, yaml);
    served = Served.start(Map.of(), "serve", "--config", config);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static String uri(String name) {
    return served.express(BUCKET + "/" + name);
  }

  private static Outcome run(Object... args) {
    return served.client().execute(args);
  }

  private static Outcome well(Object... args) {
    Outcome outcome = run(args);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }

  @Test
  void aBlockGoesThroughAllVerbs() throws Exception {
    byte[] bytes = MemoryStoreTest.bytes(10_000_019, 1);
    Path original = Files.write(directory.resolve("original"), bytes);
    well("put", original, uri("share1/a"));
    assertThat(well("stat", "--json", uri("share1/a")).json().get("size").asLong())
        .isEqualTo(bytes.length);
    assertThat(well("ls", uri("")).lines()).contains("share1/");
    JsonNode copied = well("cp", "--json", uri("share1/a"), uri("share2/b")).json();
    assertThat(copied.get("bytes_through_client").asLong()).isZero();
    assertThat(well("ls", "-r", uri("")).lines()).contains("share1/a", "share2/b");
    Path fetched = directory.resolve("fetched");
    well("get", uri("share2/b"), fetched);
    assertThat(fetched).hasBinaryContent(bytes);
    well("rm", "-r", uri("share1/"), uri("share2/"));
    assertThat(run("stat", uri("share1/a")).status()).isEqualTo(4);
  }

  @Test
  void whatTheServerDoesIsProbed() {
    Outcome probe = well("probe", uri(""));
    assertThat(probe.out()).containsIgnoringCase("append").containsIgnoringCase("rename");
    assertThat(well("ls", "-r", uri("")).lines()).noneMatch(key -> key.contains("probe"));
  }

  @Test
  void blocksGoToAnotherBucketAndBackByTheServerAlone() throws Exception {
    Path original = Files.write(directory.resolve("warm"), MemoryStoreTest.bytes(9_000_000, 2));
    well("put", original, uri("warm/a"));
    JsonNode cooled = well("cp", "--json", uri("warm/a"), served.s3("photos/cold")).json();
    assertThat(cooled.get("server_side").asBoolean()).isTrue();
    assertThat(cooled.get("bytes_through_client").asLong()).isZero();
    JsonNode warmed = well("cp", "--json", served.s3("photos/cold"), uri("warm/b")).json();
    assertThat(warmed.get("bytes_through_client").asLong()).isZero();
    Path fetched = directory.resolve("warm-again");
    well("get", uri("warm/b"), fetched);
    assertThat(fetched).hasSameBinaryContentAs(original);
  }

  @Test
  void aCopyToAnotherPlaceGoesThroughTheClient() throws Exception {
    Path original = Files.write(directory.resolve("through"), MemoryStoreTest.bytes(1_000, 3));
    well("put", original, uri("through/a"));
    JsonNode copied =
        well("cp", "--json", uri("through/a"), "file:" + directory.resolve("store") + "/a").json();
    assertThat(copied.get("server_side").asBoolean()).isFalse();
    assertThat(copied.get("bytes_through_client").asLong()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a//b", "./x", "..", "a/..", "line\nbreak", "\u007f", "../../etc/passwd"})
  void whatIsNoKeyIsRefused(String name) throws Exception {
    Path block = Files.writeString(directory.resolve("block"), "1");
    for (Outcome outcome :
        new Outcome[] {
          run("put", block, uri(name)),
          run("get", uri(name), directory.resolve("target")),
          run("stat", uri(name)),
          run("rm", uri(name))
        }) {
      assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.err().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "\u00e4\u00f6\u00fc",
        "\ud83d\ude00",
        "%41",
        "a+b",
        "a?b",
        "a&b",
        "#",
        "'",
        "..."
      })
  void oddKeysAreKeys(String name) throws Exception {
    Path block = Files.writeString(directory.resolve("odd"), name);
    well("put", block, uri("odd/" + name));
    assertThat(well("get", "--literal", uri("odd/" + name), "-").out()).isEqualTo(name);
    assertThat(well("ls", uri("odd/")).lines()).containsExactly("odd/" + name);
    well("rm", "--literal", uri("odd/" + name));
  }

  @Test
  void whoHasNoBucketOrNoRightIsToldSo() {
    String missing = served.express("none--use1-az4--x-s3/a");
    Outcome none = run("stat", missing);
    assertThat(none.status()).as(none.err()).isEqualTo(4);
    Outcome stranger =
        served
            .client()
            .with("BLOCKTIER_BLOCK_STORE_EXPRESS_SECRET_ACCESS_KEY", "other")
            .execute("ls", uri(""));
    assertThat(stranger.status()).as(stranger.err()).isEqualTo(5);
    assertThat(stranger.err()).doesNotContain("other").doesNotContain(Served.SECRET);
  }
}
