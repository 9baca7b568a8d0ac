package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.gateway.GatewayLimits;
import java.time.Duration;
import java.util.List;

/** The keys of {@code gateway:} that bound what it takes. */
final class GatewayBounds {

  private static final GatewayLimits STANDARD = GatewayLimits.DEFAULT;
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private static final Setting<Integer> CONNECTIONS =
      Setting.of(
          "limits.connections",
          SettingType.integer(1, 1_000_000),
          STANDARD.maxConnections(),
          "How many connections there may be; further ones wait until one closes.");

  private static final Setting<Long> HEADER_SIZE =
      size(
          "limits.header_size",
          KIB,
          MIB,
          STANDARD.maxHeaderBytes(),
          "The largest head of a request.");

  private static final Setting<Duration> HEAD_TIMEOUT =
      duration(
          "limits.head_timeout",
          STANDARD.headTimeout(),
          "How long a client may take for the head of a request, from its first byte on; behind"
              + " that its connection ends with the next byte, or when it was silent for"
              + " limits.idle_timeout.");

  private static final Setting<Duration> IDLE_TIMEOUT =
      duration(
          "limits.idle_timeout", STANDARD.idleTimeout(), "How long a connection may be silent.");

  private static final Setting<Duration> SLOWNESS_GRACE =
      duration(
          "limits.slowness_grace",
          STANDARD.slownessGrace(),
          "How long a client may be slower than limits.least_rate, altogether in one request.");

  private static final Setting<Long> LEAST_RATE =
      size(
          "limits.least_rate",
          1,
          GIB,
          STANDARD.minBytesPerSecond(),
          "The fewest bytes a second that a client has to send or take.");

  private static final Setting<Long> BODY_MEMORY =
      size(
          "limits.body_memory",
          64 * KIB,
          1024 * GIB,
          STANDARD.bodyMemoryBytes(),
          "Memory for bytes of requests on their way to the store, on the Java heap; at least"
              + " limits.part_size. `blocktier serve` takes half of its heap at most, but room for one part always.");

  private static final Setting<Duration> BODY_WAIT =
      duration(
          "limits.body_wait",
          STANDARD.bodyWait(),
          "How long a request waits for memory before the client is told to slow down.");

  private static final Setting<Long> WHOLE_BODY =
      Setting.optional(
          "limits.whole_body",
          SettingType.size(64 * KIB, GIB),
          "The largest body that goes to the store by one write, which a cache acknowledges; larger"
              + " ones go in parts, past a cache. 8MiB unless given, and limits.part_size where"
              + " that is less.");

  private static final Setting<Long> PART_SIZE =
      size(
          "limits.part_size",
          64 * KIB,
          GIB,
          STANDARD.partBytes(),
          "How much of a larger body is taken at a time; at least limits.whole_body.");

  private static final Setting<Integer> READ_BUFFERS =
      Setting.of(
          "limits.read_buffers",
          SettingType.integer(1, 100_000),
          STANDARD.readBuffers(),
          "How many answers with bytes of objects may be under way; further ones wait for"
              + " limits.body_wait.");

  private static final Setting<Long> READ_BUFFER =
      size(
          "limits.read_buffer",
          4 * KIB,
          64 * MIB,
          STANDARD.readBufferBytes(),
          "The buffer of each, off the Java heap. Beside each 16 of them is one that is four times as"
              + " large, for long answers.");

  private static final Setting<Duration> BUCKET_TRUST =
      Setting.of(
          "limits.bucket_trust",
          SettingType.DURATION,
          STANDARD.bucketTrust(),
          "How long a bucket that was found counts as there, and its default encryption as it was,"
              + " without another look.");

  private static final Setting<Integer> BUCKETS =
      Setting.of(
          "limits.buckets",
          SettingType.integer(0, 100_000),
          STANDARD.maxBuckets(),
          "How many buckets clients may create.");

  private static final Setting<Duration> UPLOAD_EXPIRY =
      duration(
          "limits.upload_expiry",
          STANDARD.uploadExpiry(),
          "After which time an upload that nobody completed is dropped.");

  private static final Setting<Duration> SWEEP_INTERVAL =
      duration(
          "limits.sweep_interval",
          STANDARD.sweepInterval(),
          "The time between two looks for what nobody refers to.");

  static final List<Setting<?>> SETTINGS =
      List.of(
          CONNECTIONS,
          HEADER_SIZE,
          HEAD_TIMEOUT,
          IDLE_TIMEOUT,
          SLOWNESS_GRACE,
          LEAST_RATE,
          BODY_MEMORY,
          BODY_WAIT,
          WHOLE_BODY,
          PART_SIZE,
          READ_BUFFERS,
          READ_BUFFER,
          BUCKET_TRUST,
          BUCKETS,
          UPLOAD_EXPIRY,
          SWEEP_INTERVAL);

  private static final List<Setting<Duration>> POSITIVE =
      List.of(HEAD_TIMEOUT, IDLE_TIMEOUT, SLOWNESS_GRACE, BODY_WAIT, UPLOAD_EXPIRY, SWEEP_INTERVAL);

  private GatewayBounds() {}

  private static Setting<Long> size(String key, long least, long most, long standard, String doc) {
    return Setting.of(key, SettingType.size(least, most), standard, doc);
  }

  private static Setting<Duration> duration(String key, Duration standard, String doc) {
    return Setting.of(key, SettingType.DURATION, standard, doc);
  }

  /** Returns the settings with the value of the one whose default depends on another. */
  static Settings complete(Settings settings) {
    long usual = STANDARD.wholeBodyBytes();
    return settings.or(WHOLE_BODY, Math.min(usual, settings.get(PART_SIZE)));
  }

  /**
   * Returns what the settings come to.
   *
   * @param settings which are {@linkplain #complete complete}
   * @throws InvalidSettingException if they contradict each other
   */
  static GatewayLimits limits(Settings settings) {
    POSITIVE.forEach(duration -> requirePositive(settings, duration));
    requireAtLeast(settings, PART_SIZE, WHOLE_BODY);
    requireAtLeast(settings, BODY_MEMORY, PART_SIZE);
    return new GatewayLimits(
        settings.get(CONNECTIONS),
        Math.toIntExact(settings.get(HEADER_SIZE)),
        settings.get(HEAD_TIMEOUT),
        settings.get(IDLE_TIMEOUT),
        settings.get(SLOWNESS_GRACE),
        settings.get(LEAST_RATE),
        settings.get(BODY_MEMORY),
        settings.get(BODY_WAIT),
        Math.toIntExact(settings.get(WHOLE_BODY)),
        Math.toIntExact(settings.get(PART_SIZE)),
        settings.get(READ_BUFFERS),
        Math.toIntExact(settings.get(READ_BUFFER)),
        settings.get(BUCKET_TRUST),
        settings.get(BUCKETS),
        settings.get(UPLOAD_EXPIRY),
        settings.get(SWEEP_INTERVAL));
  }

  private static void requirePositive(Settings settings, Setting<Duration> duration) {
    if (!settings.get(duration).isPositive()) {
      throw new InvalidSettingException(duration.key(), "has to be more than nothing");
    }
  }

  private static void requireAtLeast(Settings settings, Setting<Long> large, Setting<Long> small) {
    if (settings.get(large) < settings.get(small)) {
      throw new InvalidSettingException(
          large.key(),
          "has to be at least " + small.key() + ", which is " + small.show(settings.get(small)));
    }
  }
}
