package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.Zone;
import io.blocktier.gateway.fault.FaultRule;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys of {@code gateway:} that take one value each, and what they come to. */
final class GatewaySection {

  private static final int MAX_PORT = 65_535;
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+)):(\\d{1,5})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

  private static final SettingType<InetSocketAddress> ADDRESS_TYPE =
      new SettingType<>(
          "host:port, e.g. 127.0.0.1:9000",
          GatewaySection::parseAddress,
          GatewaySection::printAddress);

  private static final SettingType<String> NAME_TYPE =
      new SettingType<>("letters, digits, dots, hyphens", GatewaySection::parseName, name -> name);

  private static final Setting<InetSocketAddress> LISTEN =
      Setting.of(
          "listen",
          ADDRESS_TYPE,
          InetSocketAddress.createUnresolved("127.0.0.1", 9000),
          "Where S3 is served; port 0 takes any that is free. 0.0.0.0 is every address of the"
              + " machine.");

  private static final Setting<InetSocketAddress> HEALTH_LISTEN =
      Setting.optional(
          "health_listen",
          ADDRESS_TYPE,
          "Where machines learn how the server is: /health, /ready, and /metrics for Prometheus."
              + " Nowhere unless given; asks for no key.");

  private static final Setting<String> REGION =
      Setting.of("region", NAME_TYPE, "us-east-1", "The region that clients have to sign for.");

  private static final Setting<String> DOMAIN =
      Setting.optional(
          "domain",
          NAME_TYPE,
          "Behind which bucket names may stand in host names, as in photos.s3.example.org. Without"
              + " it buckets stand in paths alone.");

  private static final Setting<Right> ANONYMOUS =
      Setting.optional(
          "anonymous",
          SettingType.oneOf(Right.class),
          "What requests without a key may do with every bucket; nothing unless given.");

  private static final Setting<Boolean> ACCESS_LISTS =
      Setting.of(
          "access_lists",
          SettingType.BOOLEAN,
          false,
          "Whether clients may set lists of rights (ACLs), which give rights to other accounts and,"
              + " where they say so, to everybody. Otherwise such lists are refused.");

  static final Setting<String> ACCESS_KEY =
      Setting.optional(
          "access_key",
          KeyDraft.TEXT,
          "The id of one key that may do everything; further keys stand in access_keys.");

  static final Setting<String> SECRET_KEY =
      Setting.optional("secret_key", KeyDraft.TEXT, "The secret of that key.").asSecret();

  static final Setting<Path> SECRET_KEY_FILE =
      Setting.optional(
          "secret_key_file",
          SettingType.PATH,
          "A file whose first line is the secret of that key, instead of secret_key; other users may"
              + " neither read nor write it.");

  private static final Setting<Duration> DRAIN =
      Setting.of(
          "drain",
          SettingType.DURATION,
          Duration.ofSeconds(30),
          "How long requests that are under way may take when the server is told to stop.");

  static final Section SECTION =
      new Section(
          KnownKey.GATEWAY.path(),
          Stream.of(
                  List.<Setting<?>>of(
                      LISTEN, HEALTH_LISTEN, REGION, DOMAIN, ANONYMOUS, ACCESS_LISTS),
                  List.<Setting<?>>of(ACCESS_KEY, SECRET_KEY, SECRET_KEY_FILE, DRAIN),
                  GatewayTls.SETTINGS,
                  GatewayZones.SETTINGS,
                  GatewayFaults.SETTINGS,
                  GatewayBounds.SETTINGS)
              .<Setting<?>>flatMap(List::stream)
              .toList());

  /** The lists, which no variable can give. */
  static final KnownKey ACCESS_KEYS = SECTION.key("access_keys");

  static final KnownKey BUCKETS = SECTION.key("buckets");
  static final KnownKey ZONES = SECTION.key("s3_express.zones");
  static final KnownKey FAULTS = SECTION.key("faults.rules");

  /** What stands beside the settings. */
  static final List<KnownKey> UNNAMED =
      Stream.of(
              Stream.of(ACCESS_KEYS, BUCKETS, ZONES, FAULTS),
              GatewayReader.KEY_SECTION.values().stream(),
              ZoneDraft.SECTION.values().stream(),
              GatewayFaults.RULE.values().stream(),
              Stream.of(GatewayReader.RIGHTS))
          .flatMap(keys -> keys)
          .toList();

  private GatewaySection() {}

  /**
   * Returns what the settings come to.
   *
   * @throws InvalidSettingException if they contradict each other
   */
  static GatewayOptions options(
      Settings settings,
      List<AccessKey> keys,
      List<FixedBucket> buckets,
      List<Zone> zones,
      List<FaultRule> faults) {
    return new GatewayOptions(
        settings.get(LISTEN),
        settings.find(HEALTH_LISTEN),
        settings.get(REGION),
        settings.find(DOMAIN),
        GatewayTls.of(settings),
        keys,
        settings.find(ANONYMOUS),
        settings.get(ACCESS_LISTS),
        buckets,
        GatewayZones.options(settings, zones),
        GatewayFaults.plan(settings, faults),
        GatewayBounds.limits(settings));
  }

  static String region(Settings settings) {
    return settings.get(REGION);
  }

  static Duration drain(Settings settings) {
    return settings.get(DRAIN);
  }

  private static InetSocketAddress parseAddress(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
      throw new IllegalArgumentException(
          "'" + text + "' is not host:port, such as 127.0.0.1:9000 or [::1]:9000");
    }
    String host = Optional.ofNullable(matcher.group(1)).orElseGet(() -> matcher.group(2));
    return InetSocketAddress.createUnresolved(host, Integer.parseInt(matcher.group(3)));
  }

  private static String printAddress(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String parseName(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a name of letters, digits, dots and hyphens");
    }
    return text;
  }
}
