package io.blocktier.cli.bench;

import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.spi.SettingType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The settings of a store, and of a cache around it, that suit what was found.
 *
 * @param type of the store
 * @param settings of it, secrets as stars
 * @param blockBytes how large the blocks were
 * @param found what was found
 */
public record StoreAdvice(
    String type, Map<String, String> settings, int blockBytes, StoreFindings found) {

  private static final long MIB = 1L << 20;
  private static final List<String> PLACE =
      List.of(
          "path",
          "bucket",
          "zone_id",
          "default_zone",
          "zones",
          "region",
          "endpoint",
          "key_prefix",
          "force_path_style",
          "direct",
          "max_bytes",
          "storage_class",
          "sse",
          "sse_kms_key_id",
          "payload_signing",
          "sync",
          "dir_mode",
          "file_mode");

  /** So many times the overhead of a request is worth a request. */
  private static final int PART_OF_OVERHEADS = 10;

  /**
   * Writes them.
   *
   * @return a configuration, complete but for credentials
   */
  public String yaml() {
    Yaml yaml = new Yaml();
    if (isService()) {
      yaml.comment("Credentials are not repeated here.");
    }
    yaml.section(0, "block_store").value(1, "type", type);
    yaml.section(1, type);
    settings.forEach((key, value) -> {
      if (PLACE.contains(key)) {
        yaml.value(2, key, Yaml.quoted(value));
      }
    });
    if (isService()) {
      service(yaml);
    }
    cache(yaml);
    return yaml.text();
  }

  /**
   * Says what speaks against this store.
   *
   * @return the warnings
   */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    found.checks().stream()
        .filter(check -> !check.kept())
        .forEach(
            check -> warnings.add("broken promise, " + check.name() + ": " + check.evidence()));
    found.probe().findings().stream()
        .filter(finding -> finding.verdict() != ProbeReport.Verdict.PROVEN)
        .forEach(finding ->
            warnings.add(finding.capability() + " is not offered: " + finding.evidence()));
    if (found.allThrottled() > 0) {
      warnings.add(
          found.allThrottled()
              + " calls were throttled: the settings below ask for fewer at a time");
    }
    if (found.allFailures() > found.allThrottled()) {
      warnings.add(
          (found.allFailures() - found.allThrottled())
              + " more failed, which retries would have hidden");
    }
    return warnings;
  }

  private boolean isService() {
    return settings.containsKey("max_retries");
  }

  private void service(Yaml yaml) {
    int concurrency = mostConcurrency();
    Duration silent = silence();
    yaml.value(
            2, "max_concurrency", Integer.toString(concurrency), "what blocks this size gain from")
        .value(2, "pool_size", Integer.toString(concurrency), "a connection for each")
        .value(2, "part_size", Yaml.size(partBytes()), "so that what a request costs is little")
        .value(2, "parts_in_flight", Integer.toString(Math.clamp(bestWrite(), 4, 64)))
        .value(2, "max_retries", found.allFailures() == 0 ? "3" : "6", retryWhy())
        .value(2, "retry_backoff", backoff(), "twice what a small write takes")
        .value(2, "socket_timeout", duration(silent), "many times the longest call")
        .value(2, "timeout_secs", Long.toString(operation().toSeconds()));
    if (settings.containsKey("endpoint")) {
      yaml.value(2, "probe", "startup", "else conditions are offered only behind a probe");
    }
  }

  private void cache(Yaml yaml) {
    long ahead =
        Math.clamp(
            Long.highestOneBit(
                (long) (StoreLevel.bestRate(found.reads()) * small("read") / 1e9 * 4) | 1),
            4 * MIB,
            128 * MIB);
    yaml.section(0, "cache")
        .value(1, "path", "/var/lib/blocktier-cache", "'blocktier bench disk' has more settings")
        .value(1, "timeout", duration(operation()), "as long as an operation of the store");
    yaml.section(1, "flush")
        .value(2, "concurrency", Integer.toString(Math.clamp(2L * bestWrite(), 8, 256)))
        .value(2, "backoff", backoff());
    yaml.section(1, "read_ahead")
        .value(2, "max", Yaml.size(ahead), "four round trips at the best rate")
        .value(2, "buffer", Yaml.size(4 * ahead));
  }

  private int bestWrite() {
    return StoreLevel.best(found.writes());
  }

  /** Small blocks gain from more than large ones, unless the store has had too much already. */
  private int mostConcurrency() {
    int best = Math.max(bestWrite(), StoreLevel.best(found.reads()));
    return Math.clamp(found.allThrottled() == 0 ? 4L * best : best, 16, 256);
  }

  private long partBytes() {
    double bytesANano =
        blockBytes / (double) Math.max(1, found.writes().getFirst().times().p50Nanos());
    long worth = (long) (PART_OF_OVERHEADS * bytesANano * small("write"));
    return Math.clamp(2 * Long.highestOneBit(worth | 1), 8 * MIB, 64 * MIB);
  }

  private String retryWhy() {
    return found.allFailures() == 0
        ? "no call failed"
        : String.format(Locale.ROOT, "%,d calls failed", found.allFailures());
  }

  private String backoff() {
    return duration(Duration.ofMillis(Math.clamp(2 * small("write") / 1_000_000, 50, 5_000)));
  }

  private Duration silence() {
    long worst =
        Math.max(
            found.small().values().stream().mapToLong(CallTimes::worstNanos).max().orElse(0),
            Math.max(worst(found.writes()), worst(found.reads())));
    return Duration.ofSeconds(Math.clamp(10 * worst / 1_000_000_000, 10, 300));
  }

  private Duration operation() {
    return silence().multipliedBy(3);
  }

  private static long worst(List<StoreLevel> levels) {
    return levels.stream().mapToLong(level -> level.times().worstNanos()).max().orElse(0);
  }

  private long small(String call) {
    CallTimes times = found.small().get(call);
    return times == null ? 0 : times.p50Nanos();
  }

  private static String duration(Duration duration) {
    return SettingType.DURATION.printer().apply(duration);
  }
}
