package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verb against every scheme that needs no network. */
class EveryVerbTest extends LocalStoreTest {

  @ParameterizedTest
  @ValueSource(strings = {"file", "direct"})
  void aBlockGoesThroughAllVerbs(String scheme) throws Exception {
    byte[] bytes = MemoryStoreTest.bytes(10_000_019, 1);
    Path original = file("original", bytes);
    assertThat(Cli.run("ls", uri(scheme, "")).status()).isZero();
    assertThat(Cli.run("put", original, uri(scheme, "share1/a")).status()).isZero();
    assertThat(Cli.run("stat", uri(scheme, "share1/a"), "--json").json().get("size").asLong())
        .isEqualTo(bytes.length);
    assertThat(Cli.run("ls", uri(scheme, "")).lines()).containsExactly("share1/");
    assertThat(Cli.run("cp", uri(scheme, "share1/a"), uri(scheme, "share2/b")).status()).isZero();
    assertThat(Cli.run("ls", "-r", uri(scheme, "")).lines())
        .containsExactly("share1/a", "share2/b");
    Path fetched = files.resolve("fetched");
    assertThat(Cli.run("get", uri(scheme, "share2/b"), fetched).status()).isZero();
    assertThat(fetched).hasBinaryContent(bytes);
    assertThat(Cli.run("rm", "-r", uri(scheme, "share1/"), uri(scheme, "share2/")).status())
        .isZero();
    assertThat(Cli.run("ls", "-r", uri(scheme, "")).lines()).isEmpty();
    assertThat(Cli.run("probe", uri(scheme, "")).status()).isZero();
    assertThat(Cli.run("ls", "-r", uri(scheme, "")).lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "direct"})
  void aBlockGoesThroughAllVerbsByTheServerOverAStore(String scheme) throws Exception {
    byte[] bytes = MemoryStoreTest.bytes(10_000_019, 2);
    Path original = file("original", bytes);
    Path yaml =
        Files.writeString(
            files.resolve("serve.yaml"),
            """
            block_store: {type: local, local: {path: %s, direct: %s}}
            gateway:
              listen: 127.0.0.1:0
              access_key: %s
              secret_key: %s
              buckets: {share: share1/}
            """
                .formatted(storeDirectory, scheme.equals("direct"), Served.KEY, Served.SECRET));
    try (Served served = Served.start(Map.of(), "serve", "--config", yaml)) {
      assertThat(served.client().execute("put", original, served.s3("share/a")).status()).isZero();
      Outcome stat = served.client().execute("stat", served.s3("share/a"), "--json");
      assertThat(stat.json().get("size").asLong()).isEqualTo(bytes.length);
      Outcome copy = served.client().execute("cp", served.s3("share/a"), served.s3("share/d/b"));
      assertThat(copy.status()).as(copy.err()).isZero();
      assertThat(served.client().execute("ls", served.s3("share/")).lines())
          .containsExactly("a", "d/");
      assertThat(Cli.run("ls", "-r", uri(scheme, "share1/")).lines())
          .containsExactly("share1/a", "share1/d/b");
      Path fetched = files.resolve("fetched");
      assertThat(served.client().execute("get", served.s3("share/d/b"), fetched).status()).isZero();
      assertThat(fetched).hasBinaryContent(bytes);
      Outcome probe = served.client().execute("probe", served.s3("share/"));
      assertThat(probe.status()).as(probe.err()).isZero();
      assertThat(
              served
                  .client()
                  .execute("rm", "-r", served.s3("share/a"), served.s3("share/d/"))
                  .status())
          .isZero();
      assertThat(served.client().execute("ls", "-r", served.s3("share/")).lines()).isEmpty();
    }
  }

  @Test
  void memoryForgetsBetweenRunsAndSaysSo() throws Exception {
    Path original = file("original", "text");
    assertThat(Cli.run("put", original, "mem:a/b").status()).isZero();
    assertThat(Cli.run("ls", "mem:").status()).isZero();
    assertThat(Cli.run("ls", "mem:a/").status()).isEqualTo(4);
    assertThat(Cli.run("stat", "mem:a/b").status()).isEqualTo(4);
    assertThat(Cli.run("get", "mem:a/b", files.resolve("x")).status()).isEqualTo(4);
    assertThat(Cli.run("rm", "mem:a/b").status()).isEqualTo(4);
    assertThat(Cli.run("rm", "-f", "mem:a/b").status()).isZero();
    assertThat(Cli.run("cp", "mem:a/b", uri("x")).status()).isEqualTo(4);
    assertThat(Cli.run("probe", "mem:").status()).isZero();
  }

  @Test
  void blocksGoFromAnySchemeToAnyOther() {
    put("a", "over");
    assertThat(Cli.run("cp", uri("a"), "mem:b").status()).isZero();
    assertThat(Cli.run("cp", uri("file", "a"), uri("direct", "b")).status()).isZero();
    assertThat(get("b")).isEqualTo("over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "direct", "mem"})
  void probePrintsOneLineForEachFinding(String scheme) {
    String store = scheme.equals("mem") ? "mem:" : uri(scheme, "");
    Outcome table = Cli.run("probe", store);
    Outcome json = Cli.run("probe", store, "--json");
    assertThat(table.out()).contains("an acknowledged write is ", "largest block");
    assertThat(json.lines()).hasSize(1);
    assertThat(json.json().get("durability").asString())
        .isEqualTo(scheme.equals("mem") ? "MEMORY" : "LOCAL");
  }
}
