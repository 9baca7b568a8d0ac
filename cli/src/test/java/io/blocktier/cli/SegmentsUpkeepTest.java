package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cli.Cli.Outcome;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.SegmentStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verbs that do work on segments, with a hot and a cold store. */
@Timeout(300)
class SegmentsUpkeepTest extends LocalStoreTest {

  @Test
  void aSegmentIsArchivedReadAndRestored() throws Exception {
    Path config = config(true);
    put(config, "a", "text");
    String id = onlySegment(config).get("segment").asString();

    assertThat(done(config, "archive", id, "--dry-run").out()).contains("would be moved");
    assertThat(onlySegment(config).get("tier").asString()).isEqualTo("hot");
    List<String> lines = done(config, "archive", id, "--json").lines();
    JsonNode moved = JsonMapper.shared().readTree(lines.getFirst());
    assertThat(lines.getLast()).contains("\"summary\"", "\"requests\"", "\"dollars\":0.0");
    assertThat(moved.get("outcome").asString()).isEqualTo("moved");
    assertThat(onlySegment(config).get("tier").asString()).isEqualTo("cold");
    assertThat(objects("cold")).isEqualTo(1);
    assertThat(done(config, "archive", id).out()).contains("in that tier already");
    assertThat(done(config, "get", "a").out()).isEqualTo("text");
    assertThat(done(config, "restore", id).out()).contains("moved");
    assertThat(onlySegment(config).get("tier").asString()).isEqualTo("hot");
    assertFails(run(config, "archive", "99"), 4, "no segment 99");
    assertFails(run(config, "archive", "x"), 2, "no number of a segment");
  }

  @Test
  void thePolicyMovesWhatIsDueAndLeavesWhatIsPinned() throws Exception {
    Path config = config("  tiering: {age: 0s, rate: 64MiB}\n");
    put(config, "a", "text");
    put(config, "b", "text");
    assertThat(done(config, "pin", "1").out()).isEqualTo("segment 1 is pinned\n");
    assertThat(done(config, "info", "1", "--json").json().get("pinned").asBoolean()).isTrue();

    assertThat(done(config, "tier", "--dry-run").lines())
        .first()
        .asString()
        .containsPattern("segment \\d+: would be moved, as it is due");
    assertThat(objects("cold")).isZero();
    assertThat(done(config, "tier").out()).contains("moved 1 segment, ", "removed 0");
    assertThat(objects("cold")).isEqualTo(1);
    assertFails(run(config, "archive", "1"), 1, "pinned");
    assertThat(done(config, "unpin", "1").out()).isEqualTo("segment 1 is let go\n");
    JsonNode summary =
        JsonMapper.shared().readTree(done(config, "tier", "--json").lines().getLast());
    assertThat(summary.get("summary").get("moved").asLong()).isEqualTo(1);
    assertThat(done(config, "scan").lines()).hasSize(2);
    assertThat(objects("cold")).isEqualTo(2);
    assertFails(run(config, "pin", "99"), 4, "no segment 99");
    assertFails(run(config, "unpin", "x"), 2, "no number of a segment");
  }

  @Test
  void thePolicyEmptiesAHotStoreThatIsTooFullAndRemovesWhatOutlivedItsTime() throws Exception {
    Path full = config("  tiering: {high: 1B, low: 0B}\n");
    put(full, "a", "text");
    assertThat(done(full, "tier", "--dry-run").out()).contains("as the hot store is too full");
    assertThat(done(full, "tier").out()).contains("moved 1 segment");

    Path brief = config("  tiering: {ttl: 1ms}\n  gc: {horizon: 0s, max_objects: 1}\n");
    assertThat(done(brief, "tier", "--dry-run").out()).contains("would be removed");
    assertThat(done(brief, "tier").out()).contains("outlived its time", "removed 1");
    assertThat(done(brief, "scan").lines()).isEmpty();
    JsonNode due = done(brief, "gc", "--dry-run", "--json").json();
    assertThat(due.get("deleted").asLong()).isEqualTo(1);
    assertThat(due.get("left").asLong()).isEqualTo(1);
    assertThat(done(brief, "gc").out()).startsWith("deleted 1 block; ");
    assertThat(done(brief, "gc", "--horizon", "7d").out()).startsWith("deleted 0 blocks; 1 wait");
    assertFails(run(config(true), "tier"), 3, "no policy of tiers", "tiering");
  }

  @Test
  void withoutAColdStoreNothingIsArchived() throws Exception {
    Path config = config(false);
    put(config, "a", "text");
    String id = onlySegment(config).get("segment").asString();

    assertFails(run(config, "archive", id), 3, "no cold store", "segments.cold");
  }

  @Test
  void aConfiguredProgramLooksAfterItsSegmentsAndInfoTellsOthers() throws Exception {
    Path config = config("  upkeep: {every: 0s}\n  gc: {horizon: 0s}\n");
    for (int i = 0; i < 4; i++) {
      put(config, "a", "version " + i);
    }
    JsonNode before = done(config, "info", "--json").json();
    assertThat(before.get("segments").asLong()).isEqualTo(4);
    assertThat(before.get("records").asLong()).isEqualTo(4);
    assertThat(before.has("upkeep")).isFalse();

    Map<String, String> variables = Map.of("BLOCKTIER_SEGMENTS_UPKEEP_EVERY", "1ms");
    Effects effects = Effects.ofSystem();
    try (ExecutorService _ = effects.executor();
        SegmentStack _ =
            BlocktierConfig.load(config, variables)
                .openSegments(effects, new SimpleMeterRegistry())) {
      while (objects("store") > 1) {
        assertThat(done(config, "info").status()).isZero();
      }
    }

    JsonNode info = done(config, "info", "--json").json();
    assertThat(info.get("upkeep").asString()).isEqualTo("ok");
    assertThat(info.get("segments").asLong()).isEqualTo(1);
    assertThat(info.get("garbage").asLong()).isZero();
    assertThat(info.get("upkeep_began").asString()).startsWith("20");
    assertThat(done(config, "info").out())
        .containsPattern("segments +1\n")
        .containsPattern("upkeep +ok\n")
        .contains("requests for gc");
    assertThat(done(config, "get", "a").out()).isEqualTo("version 3");
  }

  @Test
  void aConfiguredProgramThatArchivesTellsOthersWhatItsLastPassDid() throws Exception {
    Path config = config("  tiering: {high: 1B, low: 0B}\n");
    put(config, "a", "text");
    assertThat(done(config, "info", "--json").json().has("tiering")).isFalse();

    Map<String, String> variables = Map.of("BLOCKTIER_SEGMENTS_TIERING_INTERVAL", "50ms");
    Effects effects = Effects.ofSystem();
    try (ExecutorService _ = effects.executor();
        SegmentStack _ =
            BlocktierConfig.load(config, variables)
                .openSegments(effects, new SimpleMeterRegistry())) {
      while (!done(config, "info", "--json").json().has("tiering")) {
        assertThat(objects("cold")).isLessThanOrEqualTo(1);
      }
    }

    JsonNode info = done(config, "info", "--json").json();
    assertThat(objects("cold")).isEqualTo(1);
    assertThat(info.get("tiering").asString()).isEqualTo("ok");
    assertThat(info.get("tiering_began").asString()).startsWith("20");
    assertThat(info.get("tiering_failed").asLong()).isZero();
    assertThat(info.has("tiering_failure")).isFalse();
    assertThat(done(config, "info").out()).containsPattern("tiering +ok\n");
  }

  @Test
  void whatIsDeadIsCompactedAwayAndCollected() throws Exception {
    Path config = config(false);
    for (int i = 0; i < 4; i++) {
      put(config, "a", "version " + i);
    }
    assertThat(objects("store")).isEqualTo(4);

    JsonNode plan = done(config, "compact", "--dry-run", "--json").json();
    assertThat(plan.get("dry_run").asBoolean()).isTrue();
    assertThat(plan.get("inputs").asLong()).isPositive();
    assertThat(done(config, "ls").lines()).hasSize(5);
    assertThat(done(config, "compact").out()).startsWith("merged ");
    assertThat(done(config, "get", "a").out()).isEqualTo("version 3");
    assertThat(done(config, "gc").out()).startsWith("deleted 0 blocks; ");
    JsonNode due = done(config, "gc", "--horizon", "0s", "--dry-run", "--json").json();
    assertThat(due.get("deleted").asLong()).isPositive();
    long before = objects("store");
    done(config, "gc", "--horizon", "0s");
    assertThat(objects("store")).isEqualTo(before - due.get("deleted").asLong());
    assertThat(done(config, "get", "a").out()).isEqualTo("version 3");
    assertFails(run(config, "gc", "--horizon", "soon"), 2, "--horizon");
  }

  @Test
  void compactionRewritesWhatIsLessAliveThanAsked() throws Exception {
    Path config = config(false);
    importLines(config, 0, 18);
    importLines(config, 16, 34); // of the first segment, 16 of 18 stay alive
    assertThat(rewritten(config, "0.5")).isZero();
    assertThat(rewritten(config, "0.85")).as("what is usual").isZero();
    assertThat(rewritten(config, "0.95")).isEqualTo(1);
    assertFails(run(config, "compact", "--live-ratio", "1.5"), 2, "--live-ratio is 1.5");
    assertFails(run(config, "compact", "--live-ratio", "-1"), 2, "--live-ratio");
    assertFails(run(config, "compact", "--live-ratio", "half"), 2, "--live-ratio");
  }

  private static long rewritten(Path config, String ratio) {
    return done(config, "compact", "--dry-run", "--live-ratio", ratio, "--json")
        .json()
        .get("inputs")
        .asLong();
  }

  /** Writes a segment that is large enough to be left alone. */
  private static void importLines(Path config, int first, int last) {
    StringBuilder lines = new StringBuilder();
    for (int i = first; i < last; i++) {
      byte[] value = MemoryStoreTest.bytes(750_000, 100 * first + i);
      lines.append(i).append('\t').append(Base64.getEncoder().encodeToString(value)).append('\n');
    }
    Outcome outcome =
        new Cli()
            .stdin(lines.toString().getBytes(StandardCharsets.US_ASCII))
            .execute("--config", config, "segments", "import", "-");
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  @Test
  void whatADeadWriterLeftIsFoundOnceAndDeletedByGc() throws Exception {
    Path config = config(false);
    put(config, "a", "text");
    Path orphan = storeDirectory.resolve("records/segments/00000000000000000002");
    Files.copy(storeDirectory.resolve("records/segments/00000000000000000001"), orphan);

    JsonNode planned = done(config, "orphans", "--dry-run", "--json").json();
    assertThat(planned.get("orphans").asLong()).isEqualTo(1);
    assertThat(done(config, "orphans").out()).startsWith("written down 1 block of ");
    assertThat(done(config, "orphans").out()).startsWith("written down 0 blocks");
    assertThat(orphan).exists();
    done(config, "gc", "--horizon", "0s");
    assertThat(orphan).doesNotExist();
    assertThat(done(config, "get", "a").out()).isEqualTo("text");
  }

  @Test
  void damageIsFoundAndRepairedFromTheOtherTier() throws Exception {
    Path config = config(true);
    put(config, "a", "text");
    assertThat(done(config, "fsck", "--records").out())
        .contains("checked 1 segment, ", ": 0 findings");
    assertThat(done(config, "scrub", "--rate", "1MiB").out()).contains("read 1 segment, ");
    String id = onlySegment(config).get("segment").asString();
    done(config, "archive", id);
    Files.delete(onlyObject("cold"));

    Outcome fsck = run(config, "fsck");
    assertThat(fsck.status()).as(fsck.err()).isEqualTo(8);
    assertThat(fsck.out()).contains("is not there", "1 findings");
    assertThat(run(config, "scrub").status()).isEqualTo(8);
    assertThat(run(config, "fsck", "--repair", "--dry-run").out()).contains("would have repaired");
    assertThat(run(config, "fsck").status()).isEqualTo(8);
    assertThat(done(config, "fsck", "--repair").out()).contains("segment " + id + ": repaired");
    assertThat(done(config, "fsck").out()).contains(": 0 findings");
    assertThat(done(config, "get", "a").out()).isEqualTo("text");
    assertFails(run(config, "scrub", "--rate", "fast"), 2, "--rate");
    assertFails(run(config, "scrub", "--from", "-1"), 2, "--from is -1");
  }

  /** With a cold store. */
  private Path config(String more) throws IOException {
    String cold =
        "  cold: {type: local, local: {path: %s, sync: false}}\n".formatted(temp.resolve("cold"));
    return SegmentsConfig.write(temp, storeDirectory, cold + more);
  }

  private Path config(boolean cold) throws IOException {
    String more =
        "  cold: {type: local, local: {path: %s, sync: false}}\n".formatted(temp.resolve("cold"));
    return SegmentsConfig.write(temp, storeDirectory, cold ? more : "");
  }

  private long objects(String store) throws IOException {
    if (!Files.exists(temp.resolve(store).resolve("records/segments"))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(temp.resolve(store).resolve("records/segments"))) {
      return files.count();
    }
  }

  private Path onlyObject(String store) throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve(store).resolve("records/segments"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private static JsonNode onlySegment(Path config) {
    Outcome ls = done(config, "ls", "--json");
    assertThat(ls.lines()).hasSize(1);
    return JsonMapper.shared().readTree(ls.out());
  }

  private static void put(Path config, String key, String value) {
    Outcome put =
        new Cli()
            .stdin(value.getBytes(StandardCharsets.UTF_8))
            .execute("--config", config, "segments", "put", key);
    assertThat(put.status()).as(put.err()).isZero();
  }

  private static Outcome run(Path config, Object... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "--config";
    all[1] = config;
    all[2] = "segments";
    System.arraycopy(words, 0, all, 3, words.length);
    return Cli.run(all);
  }

  private static Outcome done(Path config, Object... words) {
    Outcome outcome = run(config, words);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }
}
