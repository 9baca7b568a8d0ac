package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All verbs through a cache, and those that a cache alone has. */
class CacheVerbsTest extends LocalStoreTest {

  private Path config;

  @BeforeEach
  void writeConfig() throws IOException {
    config = LocalConfig.cached(temp, storeDirectory, temp.resolve("cache"));
  }

  @Test
  void aBlockGoesThroughAllVerbs() throws Exception {
    byte[] bytes = MemoryStoreTest.bytes(100_003, 1);
    Path original = file("original", bytes);
    Path fetched = files.resolve("fetched");
    done("put", original, "share1/a");
    assertThat(done("stat", "share1/a", "--json").json().get("size").asLong())
        .isEqualTo(bytes.length);
    assertThat(done("ls", "/").lines()).containsExactly("share1/");
    done("cp", "share1/a", "share2/b");
    assertThat(done("ls", "-r", "/").lines()).containsExactly("share1/a", "share2/b");
    done("get", "share2/b", fetched);
    assertThat(fetched).hasBinaryContent(bytes);
    done("rm", "-r", "share1/");
    assertThat(done("ls", "-r", "/").lines()).containsExactly("share2/b");
    assertThat(done("probe").out()).contains("survives a power cut");
  }

  @Test
  void whatOneRunLeavesTheNextOneSends() {
    assertThat(away().stdin("text".getBytes(StandardCharsets.UTF_8)).execute(with("put", "-", "a")))
        .satisfies(outcome -> assertThat(outcome.status()).as(outcome.err()).isZero());
    assertThat(Cli.run("ls", uri("")).lines()).as("the store does not have it").isEmpty();
    JsonNode left = away().execute(with("status", "--json")).json();
    assertThat(left.get("dirty_blocks").asLong()).isEqualTo(1);
    assertThat(left.get("at_risk_bytes").asLong()).isPositive();

    assertThat(done("drain").out()).contains("safe to stop");

    assertThat(get("a")).isEqualTo("text");
    assertThat(done("status", "--json").json().get("dirty_blocks").asLong()).isZero();
  }

  @Test
  void statusIsATableOfAllThatIsInTheCache() {
    assertThat(done("status").out())
        .contains("blocks ", "dirty blocks ", "deleted blocks ", "quarantined blocks ")
        .contains("at risk bytes ", "max at risk bytes    1,073,741,824");
  }

  @Test
  void deletionsAreCountedAndSent() {
    put("a", "text");
    assertThat(away().execute(with("rm", "-f", "a")).status()).isZero();
    assertThat(away().execute(with("status", "--json")).json().get("deleted_blocks").asLong())
        .isEqualTo(1);
    done("drain");
    assertThat(Cli.run("stat", uri("a")).status()).isEqualTo(4);
  }

  @Test
  void flushThatDoesNotGetThereInTimeHasItsStatus() {
    assertThat(away().stdin(new byte[9]).execute(with("put", "-", "in/a")).status()).isZero();

    assertFails(away().execute(with("flush")), 7, "in/a");
    assertFails(away().execute(with("flush", "in/")), 7, "in/a");
    assertFails(away().execute(with("drain")), 7, "in/a");
    Outcome other = away().execute(with("flush", "out/"));
    assertThat(other.status()).as(other.err()).isZero();
    assertThat(done("flush", "in/").out()).contains("under 'in/'");
    assertThat(get("in/a")).hasSize(9);
  }

  @Test
  void withoutACacheTheVerbsSayWhatIsMissing() throws Exception {
    Path uncached = LocalConfig.write(files, storeDirectory);
    for (String verb : new String[] {"status", "flush", "drain"}) {
      assertFails(Cli.run(verb, "--config", uncached), 2, "has no cache", "'cache'");
      assertFails(Cli.run(verb), 2, "--config FILE");
    }
  }

  @Test
  void aUriOfTheSameStoreGoesThroughTheCacheAndAnotherDoesNot() {
    assertThat(away().stdin(new byte[9]).execute(with("put", "-", "a")).status()).isZero();
    assertThat(done("ls", uri("file", "")).lines()).containsExactly("a");
    assertThat(done("ls", "mem:").lines()).isEmpty();
  }

  @Test
  void configCheckOpensTheCacheAndLeavesItFree() throws Exception {
    Path other = LocalConfig.cached(files, storeDirectory, temp.resolve("cache"));
    assertThat(done("config", "check", "--open").out()).contains("cache: path=");
    assertThat(Cli.run("--config", other, "status").status()).isZero();
  }

  @Test
  void demoGoesThroughTheCacheAndSaysSo() throws Exception {
    file("x", "some bytes");
    Outcome outcome = done("demo", files);
    assertThat(outcome.out())
        .contains("through the cache around the local store", "flush ", "beneath the cache")
        .contains("VERIFIED: 1 files");
    assertThat(done("demo", "--json", files).json().at("/phases/flush/blocks").asInt())
        .isEqualTo(1);
    assertThat(Cli.run("ls", "-r", uri("")).lines()).isEmpty();
  }

  private Object[] with(Object... words) {
    Object[] all = new Object[words.length + 2];
    all[0] = "--config";
    all[1] = config;
    System.arraycopy(words, 0, all, 2, words.length);
    return all;
  }

  private Outcome done(Object... words) {
    Outcome outcome = Cli.run(with(words));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }

  /** Returns a command whose store beneath the cache cannot be reached. */
  private static Cli away() {
    return new Cli()
        .with("BLOCKTIER_BLOCK_STORE_TYPE", "s3")
        .with("BLOCKTIER_BLOCK_STORE_S3_BUCKET", "none")
        .with("BLOCKTIER_BLOCK_STORE_S3_ENDPOINT", "http://127.0.0.1:1")
        .with("BLOCKTIER_BLOCK_STORE_S3_ACCESS_KEY_ID", "a")
        .with("BLOCKTIER_BLOCK_STORE_S3_SECRET_ACCESS_KEY", "b")
        .with("BLOCKTIER_BLOCK_STORE_S3_MAX_RETRIES", "0")
        .with("BLOCKTIER_BLOCK_STORE_S3_TIMEOUT_SECS", "1");
  }
}
