package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All verbs through a cache, and those that a cache alone has. */
class CacheVerbsTest extends LocalStoreTest {

  private Path config;
  private int runs;

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
  void whatOneRunLeavesTheNextOneSends() throws Exception {
    byte[] text = "text".getBytes(StandardCharsets.UTF_8);
    assertThat(whileAway(new Cli().stdin(text), "put", "-", "a"))
        .satisfies(outcome -> assertThat(outcome.status()).as(outcome.err()).isZero());
    assertThat(Cli.run("ls", uri("")).lines()).as("the store does not have it").isEmpty();
    JsonNode left = whileAway("status", "--json").json();
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
        .contains("at risk bytes ", "max at risk bytes       33,554,432")
        .containsPattern("flushing +running")
        .containsPattern("disk +sound")
        .contains("unjournaled blocks ", "damages ")
        .contains("clean blocks ", "clean bytes ", "oldest at risk ", "durable lag p99 ");
  }

  @Test
  void statusSaysHowLongTheOldestBlockWaits() throws Exception {
    assertThat(done("status", "--json").json().get("oldest_at_risk_seconds").asDouble()).isZero();
    assertThat(whileAway(new Cli().stdin(new byte[9]), "put", "-", "a").status()).isZero();
    JsonNode left = whileAway("status", "--json").json();
    assertThat(left.get("oldest_at_risk_seconds").asDouble()).isPositive();
    assertThat(left.get("durable_lag_p99_seconds").asDouble()).isZero();
  }

  @Test
  void deletionsAreCountedAndSent() throws Exception {
    put("a", "text");
    assertThat(whileAway("rm", "-f", "a").status()).isZero();
    assertThat(whileAway("status", "--json").json().get("deleted_blocks").asLong()).isEqualTo(1);
    done("drain");
    assertThat(Cli.run("stat", uri("a")).status()).isEqualTo(4);
  }

  @Test
  void warmBringsBlocksToTheDiskAndEvictTakesThemAway() {
    put("in/a", "text");
    put("in/b", "more");
    put("out/c", "else");
    JsonNode warmed = done("warm", "in/", "--json").json();
    assertThat(warmed.get("blocks").asLong()).isEqualTo(2);
    assertThat(warmed.get("bytes").asLong()).isEqualTo(8);
    assertThat(done("status", "--json").json().get("blocks").asLong()).isEqualTo(2);
    assertThat(done("warm").out()).contains("1 blocks of 4 bytes fetched; 2 were there");
    assertThat(done("evict", "in/b").out()).contains("1 blocks are in the store alone now");
    assertThat(done("status", "--json").json().get("blocks").asLong()).isEqualTo(2);
  }

  @Test
  void evictLeavesWhatTheStoreDoesNotHave() throws Exception {
    assertThat(whileAway(new Cli().stdin(new byte[9]), "put", "-", "a").status()).isZero();
    assertThat(whileAway(new Cli(), "evict", "--json").json().get("evicted").asLong()).isZero();
    assertThat(done("get", "a", "-").out()).hasSize(9);
  }

  @Test
  void flushThatDoesNotGetThereInTimeHasItsStatus() throws Exception {
    assertThat(whileAway(new Cli().stdin(new byte[9]), "put", "-", "in/a").status()).isZero();

    assertFails(whileAway(hasty(), "flush"), 7, "in/a");
    assertFails(whileAway(hasty(), "flush", "in/"), 7, "in/a");
    assertFails(whileAway(hasty(), "drain"), 7, "in/a");
    Outcome other = whileAway("flush", "out/");
    assertThat(other.status()).as(other.err()).isZero();
    assertThat(done("flush", "in/").out()).contains("under 'in/'");
    assertThat(get("in/a")).hasSize(9);
  }

  private static Cli hasty() {
    return new Cli().with("BLOCKTIER_CACHE_TIMEOUT", "1s");
  }

  /** Lets the store refuse a block, and leaves it that way. */
  private Path quarantine(String key) throws IOException {
    Path own = storeDirectory.resolve(".blocktier");
    Files.createDirectories(storeDirectory);
    if (Files.exists(own)) {
      Files.move(own, temp.resolve("aside"));
    }
    Files.writeString(own, "a store refuses to work with a file of this name");
    Cli put = new Cli().stdin(new byte[] {1, 2, 3});
    assertThat(put.execute(with("put", "-", key)).status()).isZero();
    assertFails(Cli.run(with("flush")), 5, key);
    return own;
  }

  @Test
  void whatTheStoreRefusedIsListedRetriedAndTaken() throws Exception {
    Path inTheWay = quarantine("in/a");
    Outcome list = done("quarantine", "list", "in/");
    assertThat(list.lines()).hasSize(1);
    assertThat(list.out()).contains("in/a", "3 B", "is not a directory");
    assertThat(done("quarantine", "list", "--json").json().get("key").asString()).isEqualTo("in/a");
    assertThat(done("quarantine", "list", "out/").lines()).isEmpty();
    assertThat(done("status").out()).containsPattern("quarantined blocks +1");
    assertFails(Cli.run(with("quarantine", "retry")), 5, "in/a");
    Files.delete(inTheWay);
    assertThat(done("quarantine", "retry", "--json").json().get("retried").asLong()).isEqualTo(1);
    assertThat(get("in/a")).hasSize(3);
    assertThat(done("quarantine", "retry").out()).contains("0 blocks");
  }

  @Test
  void whatTheStoreRefusedIsGivenUpOnlyWhereThatIsConfirmed() throws Exception {
    quarantine("in/a");
    assertFails(Cli.run(with("quarantine", "drop")), 2, "1 block would be lost", "--yes");
    assertThat(done("quarantine", "list").lines()).hasSize(1);
    assertThat(done("quarantine", "drop", "--yes", "in/").out()).contains("gave up 1 block");
    assertThat(done("quarantine", "list").lines()).isEmpty();
    assertThat(done("status", "--json").json().get("at_risk_bytes").asLong()).isZero();
  }

  @Test
  void aPartOfABlockIsWrittenOverTheRest() throws Exception {
    put("a", "0123456789");
    Path part = file("part", "abc".getBytes(StandardCharsets.UTF_8));

    assertThat(done("put", "--offset", "3", part, "a").out()).contains("3 bytes at 3 of a");

    assertThat(done("get", "a", "-").out()).isEqualTo("012abc6789");
    done("drain");
    assertThat(get("a")).isEqualTo("012abc6789");
    JsonNode json = done("put", "--json", "--offset", "12", part, "a").json();
    assertThat(json.get("key").asString()).isEqualTo("a");
    assertThat(done("get", "a", "-").out()).isEqualTo("012abc6789\0\0abc");
  }

  @Test
  void aPartNeedsACacheAndNothingElse() throws Exception {
    Path part = file("part", new byte[3]);
    assertFails(Cli.run("put", "--offset", "3", part, uri("a")), 2, "is in no cache");
    assertFails(Cli.run(with("put", "--offset", "-1", part, "a")), 2, "--offset is 0 or more");
    assertFails(
        Cli.run(with("put", "--offset", "1", "--if-absent", part, "a")),
        2,
        "--offset is 0 or more");
    assertFails(Cli.run(with("put", "--offset", "1", part, part, "a")), 2, "--offset is 0 or more");
    assertFails(
        Cli.run(with("put", "--offset", "1", file("empty", new byte[0]), "a")), 2, "between 1 and");
    assertFails(
        Cli.run(with("put", "--offset", "9999999999999", part, "a")), 2, "the largest block");
  }

  @Test
  void withoutACacheTheVerbsSayWhatIsMissing() throws Exception {
    Path uncached = LocalConfig.write(files, storeDirectory);
    for (String verb : new String[] {"status", "flush", "drain", "warm", "evict"}) {
      assertFails(Cli.run(verb, "--config", uncached), 2, "has no cache", "'cache'");
      assertFails(Cli.run(verb), 2, "--config FILE");
    }
  }

  @Test
  void aUriOfTheSameStoreGoesThroughTheCacheAndAnotherDoesNot() throws Exception {
    assertThat(whileAway(new Cli().stdin(new byte[9]), "put", "-", "a").status()).isZero();
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

  /** Runs a command while the store beneath the cache cannot be written. */
  private Outcome whileAway(Cli cli, Object... words) throws IOException {
    Path own = storeDirectory.resolve(".blocktier");
    Path aside = temp.resolve("aside");
    boolean used = Files.exists(own);
    if (used) {
      Files.move(own, aside);
    }
    Files.createDirectories(own.resolve("locks")); // where the store needs a file
    try {
      return cli.execute(with(words));
    } finally {
      Files.move(own, temp.resolve("broken" + runs++));
      if (used) {
        Files.move(aside, own);
      }
    }
  }

  private Outcome whileAway(Object... words) throws IOException {
    return whileAway(new Cli(), words);
  }
}
