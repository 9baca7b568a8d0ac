package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The verbs about records and segments, each run as a shell would run it. */
@Timeout(180)
class SegmentsVerbsTest extends LocalStoreTest {

  private Path config;

  @BeforeEach
  void writeConfig() throws IOException {
    config = SegmentsConfig.write(temp, storeDirectory, "");
  }

  @Test
  void aRecordGoesThroughAllVerbs() throws Exception {
    byte[] bytes = MemoryStoreTest.bytes(100_003, 1);
    Path original = file("original", bytes);
    Path fetched = files.resolve("fetched");

    JsonNode put = done("put", "orders/17", original, "--json").json();
    assertThat(put.get("bytes").asLong()).isEqualTo(bytes.length);
    assertThat(put.get("sequence").asLong()).isEqualTo(1);
    assertThat(put.get("durability").asString()).isIn("LOCAL", "REMOTE");
    assertThat(done("get", "orders/17", fetched).out()).contains("fetched 100,003 bytes");
    assertThat(fetched).hasBinaryContent(bytes);
    assertThat(done("get", "orders/17").bytes()).isEqualTo(bytes);
    assertThat(done("scan").out()).contains("100,003  orders/17");
    assertThat(done("rm", "orders/17", "--json").json().get("deleted").asLong()).isEqualTo(1);
    assertFails(run("get", "orders/17"), 4, "no record of 'orders/17'");
  }

  @Test
  void standardInputIsAValueAndAnEmptyOneIsOne() {
    assertThat(stdin("text").execute(with("put", "a")).out())
        .contains("wrote 4 bytes of 'a'; the record is ");
    assertThat(done("get", "a").out()).isEqualTo("text");
    assertThat(stdin("").execute(with("put", "b", "-")).status()).isZero();
    assertThat(done("get", "b").out()).isEmpty();
  }

  @Test
  void aFileThatExistsIsReplacedOnlyWhereThatIsWanted() throws Exception {
    record("a", "text");
    Path there = file("there", "old");

    assertFails(run("get", "a", there), 6, "exists already", "--force");
    assertThat(there).hasContent("old");
    done("get", "a", there, "--force");
    assertThat(there).hasContent("text");
  }

  @Test
  void aValueMayExpire() {
    assertThat(stdin("x").execute(with("put", "a", "--expires", "1h")).status()).isZero();
    assertThat(stdin("x").execute(with("put", "b", "--expires", "1ms")).status()).isZero();

    JsonNode record = done("scan", "--json").json();
    assertThat(record.get("key").asString()).isEqualTo("a");
    assertThat(record.get("expires").asString()).endsWith("Z");
    assertFails(run("get", "b"), 4, "no record");
    assertFails(run("put", "a", "--expires", "soon"), 2, "--expires", "write 30s");
    assertFails(run("put", "a", "--expires", "0s"), 2, "more than nothing");
  }

  @Test
  void aWriteMayAskForASegment() {
    Outcome put = stdin("x").execute(with("put", "a", "--durability", "remote", "--json"));
    assertThat(put.json().get("durability").asString()).isEqualTo("REMOTE");
    assertFails(run("put", "a", "--durability", "paper"), 2, "--durability", "remote");
  }

  @Test
  void keysAreCheckedBeforeAnythingIsOpened() {
    assertFails(run("put", ""), 2, "has 0 bytes", "1 to 4096");
    assertFails(run("put", "k".repeat(4097)), 2, "has 4097 bytes");
    assertFails(run("get", ""), 2, "has 0 bytes");
    assertFails(run("rm", "a", ""), 2, "has 0 bytes");
    assertFails(run("scan", "k".repeat(4097)), 2, "has 4097 bytes");
    assertThat(temp.resolve("log")).doesNotExist();
    assertThat(stdin("x").execute(with("put", "k".repeat(4096))).status()).isZero();
    assertThat(done("get", "k".repeat(4096)).out()).isEqualTo("x");
  }

  @Test
  void keysAreAnyTextAndPrintedAsOneLine() {
    String odd = "../ä\n\u0007/\uD83D\uDE00";
    record(odd, "x");

    assertThat(done("get", odd).out()).isEqualTo("x");
    assertThat(done("scan").lines()).hasSize(1);
    assertThat(done("scan", "--json").json().get("key").asString()).isEqualTo(odd);
    assertThat(done("scan", "../").lines()).hasSize(1);
    assertThat(done("scan", "ä").lines()).isEmpty();
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    assertFails(run("put", "a", files.resolve("none")), 4, "none: no such file");
    assertFails(run("put", "a", files), 2, "is a directory");
    assertFails(run("put", "a", ""), 2, "name of the file is empty");
    assertFails(run("import", files.resolve("none")), 4, "none: no such file");
    assertFails(run("import", files), 2, "is no file");
    record("a", "x");
    assertFails(run("get", "a", files.resolve("no/such")), 4, "no such file");
  }

  @Test
  void rmTakesAllOrNothing() {
    record("a", "x");
    record("b", "x");

    assertFails(run("rm", "a", "none", "b"), 4, "no record of 'none'");
    assertThat(done("scan", "--count", "--json").json().get("records").asLong()).isEqualTo(2);
    assertThat(done("rm", "-f", "a", "none").out()).contains("deleted 1 record");
    assertThat(done("rm", "-f", "none").out()).contains("deleted 0 records");
    assertThat(done("scan").lines()).hasSize(1);
  }

  @Test
  void importWritesLinesInBatchesAndScanWritesThemBack() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2_500; i++) {
      lines.append("k%04d\tvalue %d\n".formatted(i, i));
    }
    Path original = file("lines.tsv", lines + "\n\nlast\t\twith tabs\t");

    Outcome imported = done("import", original, "--json");

    assertThat(imported.lines()).hasSize(4);
    JsonNode first = JsonMapper.shared().readTree(imported.lines().getFirst());
    assertThat(first.get("records").asLong()).isEqualTo(1_000);
    assertThat(first.get("sequence").asLong()).isEqualTo(1);
    JsonNode summary = JsonMapper.shared().readTree(imported.lines().getLast()).get("summary");
    assertThat(summary.get("records").asLong()).isEqualTo(2_501);
    assertThat(done("get", "last").out()).isEqualTo("\twith tabs\t");
    assertThat(done("scan", "k").lines()).hasSize(2_500);
    assertThat(done("scan", "--limit", "7").lines()).hasSize(7);
    assertThat(done("scan", "k", "--values").out()).isEqualTo(lines.toString());
    assertThat(done("scan", "-c").out()).startsWith("2,501 records, ");
    assertThat(stdin("x\ty").execute(with("import", "-")).out()).startsWith("imported 1 record, ");
  }

  @Test
  void anyBytesSurviveScanAndImport() throws Exception {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    done("put", "a\tb\\c\nd", file("odd", bytes));
    Path exported = file("exported", done("scan", "--values").bytes());
    done("rm", "a\tb\\c\nd");

    done("import", "--escaped", exported);

    assertThat(done("get", "a\tb\\c\nd").bytes()).isEqualTo(bytes);
  }

  @Test
  void aWrongLineIsNamedAndWhatStoodBeforeStays() throws Exception {
    assertFails(
        stdin("a\t1\nb\t2\nc\n").execute(with("import", "-", "--batch", "2")),
        2,
        "line 3 has no tab");
    assertFails(stdin("c\t3\n\t4\n").execute(with("import", "-")), 2, "line 2", "has 0 bytes");
    assertFails(
        stdin("d\t\\x\n").execute(with("import", "-", "--escaped")), 2, "line 1 has a backslash");
    assertThat(done("scan", "--values").lines()).containsExactly("a\t1", "b\t2", "c\t3");
    assertFails(run("import", "-", "--batch", "0"), 2, "--batch is 0");
    assertFails(run("scan", "--limit", "0"), 2, "--limit is 0");
  }

  @Test
  void segmentsAreListedAndDescribed() {
    assertThat(done("ls").out()).isEqualTo("0 segments, 0 B, 0 records\n");
    record("a", "x");
    record("b", "y");
    done("flush");

    assertThat(done("ls").lines()).hasSize(3);
    assertThat(done("ls").out()).contains("hot", "2 segments, ", "2 records");
    JsonNode segment = JsonMapper.shared().readTree(done("ls", "--json").lines().getFirst());
    String id = segment.get("segment").asString();
    JsonNode info = done("info", id, "--json").json();
    assertThat(info.get("requests").get(0).get("cause").asString()).isEqualTo("manifest");
    assertThat(info.get("dollars").asDouble()).as("files cost nothing").isZero();
    assertThat(((ObjectNode) info).without(List.of("requests", "dollars"))).isEqualTo(segment);
    assertThat(done("info", id).out())
        .containsPattern("records +1\n")
        .containsPattern("least key +a\n")
        .containsPattern("root +[0-9a-f]{64}\n");
    assertFails(run("info", "99"), 4, "no segment 99");
    for (String wrong : new String[] {"0", "-1", "x", "", "99999999999999999999"}) {
      Outcome outcome = run("info", wrong);
      assertThat(outcome.status()).as(wrong).isEqualTo(2);
      assertThat(outcome.err().lines()).hasSize(1);
    }
  }

  @Test
  void aSnapshotShowsWhatWas() {
    record("a", "old");
    assertThat(done("snapshot", "create", "monday").out()).contains("monday");
    record("a", "new");
    record("b", "later");

    assertThat(done("get", "a", "--snapshot", "monday").out()).isEqualTo("old");
    assertThat(done("scan", "--snapshot", "monday").lines()).hasSize(1);
    assertThat(done("get", "a").out()).isEqualTo("new");
    assertThat(done("snapshot", "ls", "--json").json().get("snapshot").asString())
        .isEqualTo("monday");
    assertFails(run("snapshot", "create", "monday"), 2, "monday");
    assertFails(run("snapshot", "create", ""), 2, "has 0 characters");
    assertFails(run("snapshot", "create", "n".repeat(256)), 2, "has 256 characters");
    assertFails(run("get", "a", "--snapshot", "friday"), 4, "friday");
    assertFails(run("snapshot", "drop", "friday"), 4, "friday");
    assertThat(done("snapshot", "drop", "monday").out()).contains("dropped snapshot 'monday'");
    assertThat(done("snapshot", "ls").lines()).isEmpty();
    assertFails(run("get", "a", "--snapshot", "monday"), 4, "monday");
  }

  @Test
  void aLogThatIsInUseIsRefusedAndReadersAreNot() throws Exception {
    record("a", "x");
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
      var importing =
          other.submit(() -> new Cli().stdin(new Held(reading, over)).execute(with("import", "-")));
      try {
        reading.await();

        assertFails(run("put", "b", files.resolve("../segments.yaml")), 7, "log");
        assertFails(run("get", "a"), 7, "log");
        assertThat(done("get", "a", "--sealed").out()).isEqualTo("x");
        assertThat(done("scan", "--sealed").lines()).hasSize(1);
        assertThat(done("ls").lines()).hasSize(2);
      } finally {
        over.countDown();
      }
      assertThat(importing.get().status()).isZero();
    }
    assertThat(done("get", "held").out()).isEqualTo("value");
  }

  /** From another place, for in the same one a second writer meets the lock of the log. */
  @Test
  void whatOnlyReadsLeavesTheWriterAlone() throws Exception {
    record("a", "x");
    Path elsewhere =
        SegmentsConfig.write(
            Files.createDirectory(temp.resolve("elsewhere")),
            storeDirectory,
            "  cold: {type: local, local: {path: %s}}\n  tiering: {age: 1h}\n"
                .formatted(temp.resolve("cold")));
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
      var importing =
          other.submit(() -> new Cli().stdin(new Held(reading, over)).execute(with("import", "-")));
      try {
        reading.await();

        for (String verb :
            List.of(
                "fsck --records",
                "fsck --dry-run",
                "fsck --repair --dry-run",
                "gc --horizon 0s --dry-run",
                "compact --dry-run",
                "orphans --dry-run",
                "tier --dry-run",
                "recover",
                "scrub",
                "ls",
                "info 1",
                "scan --sealed",
                "get a --sealed",
                "snapshot ls",
                "archive 1 --dry-run",
                "restore 1 --dry-run")) {
          String[] words = ("--config " + elsewhere + " segments " + verb).split(" ");
          Outcome outcome = Cli.run((Object[]) words);
          assertThat(outcome.status()).as(verb + ": " + outcome.err()).isZero();
        }
      } finally {
        over.countDown();
      }
      assertThat(importing.get().status()).as(importing.get().err()).isZero();
    }
    assertThat(done("get", "held").out()).isEqualTo("value");
  }

  @Test
  void whoIsTakenOverFromIsToldWhatTheOtherDoesNotHave() throws Exception {
    record("a", "x");
    Path elsewhere =
        SegmentsConfig.write(Files.createDirectory(temp.resolve("elsewhere")), storeDirectory, "");
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
      var importing =
          other.submit(() -> new Cli().stdin(new Held(reading, over)).execute(with("import", "-")));
      try {
        reading.await();
        Outcome collected = Cli.run("--config", elsewhere, "segments", "gc");
        assertThat(collected.status()).as(collected.err()).isZero();
      } finally {
        over.countDown();
      }
      assertFails(
          importing.get(), importing.get().status(), "does not have the last records", "log");
      assertThat(importing.get().status()).isNotZero();
    }
  }

  @Test
  void whatWhoIsTakenOverFromHasAloneIsBroughtOver() throws Exception {
    record("mine", "x");
    record("theirs", "x");
    Path elsewhere =
        SegmentsConfig.write(Files.createDirectory(temp.resolve("elsewhere")), storeDirectory, "");
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    String lines = "held\tvalue\nmine\told\ntheirs\told\n";
    try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
      var importing =
          other.submit(
              () -> new Cli().stdin(new Held(lines, reading, over)).execute(with("import", "-")));
      try {
        reading.await();
        Outcome put = stdin("new").execute("--config", elsewhere, "segments", "put", "theirs");
        assertThat(put.status()).as(put.err()).isZero();
      } finally {
        over.countDown();
      }
      assertFails(importing.get(), 1, "segments recover --log " + temp.resolve("log"));
    }
    assertFails(run("scan"), 2, "records that no segment may have", "segments recover --log");

    Object[] recover = {"--config", elsewhere, "segments", "recover", "--log", temp.resolve("log")};
    assertThat(Cli.run("--config", elsewhere, "segments", "recover").lines()).hasSize(1);
    Object[] dryRun = Arrays.copyOf(recover, recover.length + 1);
    dryRun[recover.length] = "--dry-run";
    for (Object[] words : List.of(dryRun, recover)) {
      Outcome recovered = Cli.run(words);
      assertThat(recovered.status()).as(recovered.err()).isZero();
      assertThat(recovered.out())
          .containsPattern("restored +5  held\n")
          .containsPattern("restored +3  mine\n")
          .containsPattern("overwritten +3  theirs\n")
          .contains("brought over 2 keys; 0 were there already, 1 were written since and stay");
    }
    assertThat(Cli.run("--config", elsewhere, "segments", "scan", "--values").lines())
        .containsExactly("held\tvalue", "mine\told", "theirs\tnew");
    assertThat(Cli.run(recover).out()).startsWith("brought over 0 keys");
    assertThat(done("scan", "--values").lines()).hasSize(3);
    assertFails(run("recover", "--log", temp.resolve("none")), 2, "there is no log in");
    assertFails(run("recover", "--log", temp.resolve("log")), 7, "in use");
    assertFails(run("recover", "--give-up", "none"), 2, "no log none was left");
    assertFails(run("recover", "--give-up", "none", "--dry-run"), 4, "no log 'none'");
    String id = done("recover", "--json").json().get("log").asString();
    assertThat(done("recover", "--give-up", id).out()).startsWith("given up log " + id);
    assertThat(done("recover").lines()).isEmpty();
  }

  @Test
  void anInterruptedImportKeepsWhatWasAcknowledged() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Cancellation cancellation = new Cancellation(Thread.currentThread());
    try (var user = Executors.newVirtualThreadPerTaskExecutor()) {
      user.execute(() -> {
        awaitQuietly(reading);
        cancellation.cancel(Duration.ofSeconds(30));
      });
      Outcome outcome =
          new Cli()
              .stdin(new Held(reading, never))
              .execute(cancellation, with("import", "-", "--batch", "1"));
      assertThat(outcome.status()).as(outcome.err()).isEqualTo(130);
      assertThat(outcome.err()).isEqualTo("blocktier: cancelled\n");
      assertThat(Thread.interrupted()).as("the process would end with that").isTrue();
    }
    assertThat(done("get", "held").out()).isEqualTo("value");
  }

  @Test
  void withTheStoreDownNothingIsOpenedAndNothingIsLost() throws Exception {
    record("a", "x");
    Path own = storeDirectory.resolve(".blocktier");
    Path aside = temp.resolve("aside");
    Files.move(own, aside);
    Files.createDirectories(own.resolve("locks")); // where the store needs a file

    String yaml = Files.readString(config).replace("timeout: 30s", "timeout: 1s");
    Path hasty = Files.writeString(temp.resolve("hasty.yaml"), yaml);
    assertThat(yaml).contains("timeout: 1s");
    Outcome put = stdin("y").execute("--config", hasty, "segments", "put", "b");
    assertThat(put.status()).as(put.err()).isNotZero();
    assertThat(put.err()).startsWith("blocktier: ");

    Files.move(own, temp.resolve("broken"));
    Files.move(aside, own);
    assertThat(done("scan", "--values").lines()).containsExactly("a\tx");
  }

  @Test
  void withoutSegmentsTheVerbsSayWhatIsMissing() throws Exception {
    Path none = LocalConfig.write(files, storeDirectory);
    for (String verb : new String[] {"scan", "ls", "flush"}) {
      assertFails(Cli.run("segments", verb, "--config", none), 2, "has no segments", "'segments'");
      assertFails(Cli.run("segments", verb), 2, "--config FILE");
    }
    assertFails(Cli.run("segments"), 2, "needs a verb");
    assertFails(Cli.run("segments", "snapshot"), 2, "ls, create or drop");
    assertFails(Cli.run("segments", "gte"), 2, "--help");
  }

  @Test
  void configCheckShowsTheSegments() {
    Outcome outcome = Cli.run("--config", config, "config", "check");
    assertThat(outcome.out()).contains("segments: path=" + temp.resolve("log"), "size=64MiB");
  }

  private void record(String key, String value) {
    Outcome outcome = stdin(value).execute(with("put", key));
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  private static Cli stdin(String text) {
    return new Cli().stdin(text.getBytes(StandardCharsets.UTF_8));
  }

  private Object[] with(Object... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "--config";
    all[1] = config;
    all[2] = "segments";
    System.arraycopy(words, 0, all, 3, words.length);
    return all;
  }

  private Outcome run(Object... words) {
    return Cli.run(with(words));
  }

  private Outcome done(Object... words) {
    Outcome outcome = run(words);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Delivers lines, and no end before the test says so. */
  private static final class Held extends InputStream {

    private final byte[] line;
    private final CountDownLatch reading;
    private final CountDownLatch over;
    private int next;

    Held(CountDownLatch reading, CountDownLatch over) {
      this("held\tvalue\n", reading, over);
    }

    Held(String line, CountDownLatch reading, CountDownLatch over) {
      this.line = line.getBytes(StandardCharsets.UTF_8);
      this.reading = reading;
      this.over = over;
    }

    @Override
    public int read() throws IOException {
      if (next == line.length) {
        reading.countDown();
        try {
          over.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException();
        }
        return -1;
      }
      return line[next++];
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = read();
      if (read < 0) {
        return -1;
      }
      target[offset] = (byte) read;
      return 1;
    }
  }
}
