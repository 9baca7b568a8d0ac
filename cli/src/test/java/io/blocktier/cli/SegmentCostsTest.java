package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cli.Cli.Outcome;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.SegmentStack;
import io.blocktier.config.StoreStack;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.RequestCause;
import io.blocktier.segments.objects.RequestCount;
import io.blocktier.segments.tiering.Run;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the verbs for segments say they asked a server for, against what the server was asked for.
 */
@Timeout(120)
class SegmentCostsTest {

  @TempDir Path directory;

  private final Effects effects = Effects.ofSystem();
  private DemoServer server;
  private Path config;

  @BeforeEach
  void serve() throws Exception {
    server = DemoServer.over(directory.resolve("server"), session());
    config =
        Files.writeString(
            directory.resolve("segments.yaml"),
            server.blocks()
                + "segments:\n  path: '%s'\n  prices: {s3_write: 7, express_read: 3}\n"
                    .formatted(directory.resolve("log"))
                + server.tiers());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    effects.executor().shutdownNow();
  }

  @Test
  void everyRequestIsCountedOnceAndHasACause() throws Exception {
    SegmentStack stack =
        BlocktierConfig.load(config, Map.of()).openSegments(effects, new SimpleMeterRegistry());
    SegmentManager segments = stack.manager();
    try (stack) {
      segments.put(RecordKey.of("a"), ByteBuffer.allocate(100));
      segments.flush();
      segments.archive(segments.listSegments().getFirst().id(), Run.QUIET);
      segments.put(RecordKey.of("b"), ByteBuffer.allocate(100));
      segments.flush();
      assertThat(segments.get(RecordKey.of("a"))).isPresent();
      segments.compact(CompactionPolicy.DEFAULT, false);
      segments.gc(new GarbageLimits(Duration.ZERO, 1_000, 1 << 30), false);
      segments.sweepOrphans(GarbageLimits.DEFAULT, false);
      segments.fsck(CheckDepth.RECORDS);
    }
    Map<String, Long> counted = new TreeMap<>();
    for (RequestCount each : segments.requests()) {
      String store = each.tier() == Tier.HOT ? "express:" : "";
      String kind = each.kind().name().toLowerCase(Locale.ROOT);
      counted.merge(store + kind, each.requests(), Long::sum);
    }
    assertThat(together(counted)).isEqualTo(together(asked()));
    assertThat(segments.requests())
        .extracting(RequestCount::cause)
        .contains(
            RequestCause.MANIFEST,
            RequestCause.SEAL,
            RequestCause.READ,
            RequestCause.TIERING,
            RequestCause.COMPACTION,
            RequestCause.GC,
            RequestCause.ORPHANS,
            RequestCause.CHECK);
  }

  @Test
  void everyVerbTellsWhatItAskedFor() {
    run("import", "-", "--json");
    run("flush");
    assertThat(costs("archive", "1").toString())
        .contains("\"cause\":\"tiering\",\"tier\":\"cold\",\"kind\":\"copy\",\"requests\":1,");
    assertThat(costs("info", "1").toString()).contains("\"cause\":\"manifest\"");
    assertThat(costs("compact").toString()).contains("\"cause\":\"manifest\"");
    assertThat(costs("gc", "--horizon", "0s").toString())
        .contains("\"cause\":\"gc\",\"tier\":\"hot\",\"kind\":\"delete\",\"requests\":1,");
  }

  @Test
  void packedBlocksCostWhatTheConfigurationSays() throws Exception {
    Path packed =
        Files.writeString(
            directory.resolve("packed.yaml"),
            server.blocks()
                + "packed:\n  path: '%s'\n  age: 10ms\n  prices: {s3_write: 9000}\n"
                    .formatted(directory.resolve("packed-log")));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (StoreStack stack = BlocktierConfig.load(packed, Map.of()).open(effects, registry)) {
      Blocks.write(stack.store(), BlockKey.of("a"), new byte[100]);
      double dollars = seals(registry, "dollars");
      double writes = 0;
      for (String kind : List.of("put", "post", "copy", "list")) {
        writes += seals(registry, "requests", "kind", kind);
      }
      assertThat(writes).isPositive();
      assertThat(dollars).isBetween(writes * 9, writes * 9 + 0.1);
    }
  }

  private static double seals(SimpleMeterRegistry registry, String name, String... tags) {
    return registry
        .get("blocktier.segments." + name)
        .tag("cause", "seal")
        .tag("tier", "hot")
        .tags(tags)
        .functionCounter()
        .count();
  }

  @Test
  void dollarsAreThoseOfTheConfiguration() throws Exception {
    run("import", "-", "--json");
    run("flush");
    JsonNode costs = costs("archive", "1");
    double sum = 0;
    for (JsonNode each : costs.get("requests")) {
      sum += each.get("dollars").asDouble();
      if (each.get("tier").asString().equals("cold")
          && each.get("kind").asString().equals("copy")) {
        assertThat(each.get("dollars").asDouble())
            .isCloseTo(each.get("requests").asLong() * 7 / 1000.0, within(1e-9));
      }
    }
    assertThat(sum).isGreaterThan(0.007);
    assertThat(costs.get("dollars").asDouble()).isCloseTo(sum, within(1e-6));
    assertThat(verb("info", "1").out())
        .containsPattern("requests for manifest +\\$[0-9.]+  [0-9]+ hot ");
  }

  /**
   * A copy looks at its source, which is in the other store; that counts as asked of the target.
   */
  private static Map<String, Long> together(Map<String, Long> byStore) {
    Map<String, Long> all = new TreeMap<>(byStore);
    Long cold = all.remove("head");
    Long hot = all.remove("express:head");
    all.put("any:head", (cold == null ? 0 : cold) + (hot == null ? 0 : hot));
    return all;
  }

  /** Ends the server, and returns what it was asked for, by store and kind. */
  private Map<String, Long> asked() throws Exception {
    Map<String, Long> asked = new TreeMap<>();
    JsonNode json = Json.read(Json.line(server.bill().json()));
    for (String name : json.propertyNames()) {
      String operation = name.substring(name.indexOf(':') + 1);
      if (!operation.equals("total")) {
        String kind = RequestKind.ofS3(operation).name().toLowerCase(Locale.ROOT);
        String store = name.contains(":") ? "express:" : "";
        asked.merge(store + kind, json.get(name).get("requests").asLong(), Long::sum);
      }
    }
    return asked;
  }

  private JsonNode costs(String... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.add("--json");
    JsonNode last = JsonMapper.shared().readTree(run(all.toArray()).lines().getLast());
    return last.has("summary") ? last.get("summary") : last;
  }

  private Outcome run(Object... words) {
    Outcome outcome = verb(words);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }

  private Outcome verb(Object... words) {
    List<Object> all = new ArrayList<>(List.of("--config", config, "segments"));
    all.addAll(List.of(words));
    byte[] records = "a\tone\nb\ttwo\n".getBytes(StandardCharsets.UTF_8);
    return new Cli().stdin(records).execute(all.toArray());
  }

  private Session session() {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Console.Device.PIPE,
            Console.Device.PIPE,
            80);
    return new Session(console, Map.of(), effects, new Cancellation(Thread.currentThread()));
  }
}
