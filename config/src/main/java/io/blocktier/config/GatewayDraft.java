package io.blocktier.config;

import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.Zone;
import io.blocktier.gateway.fault.FaultRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is written of a gateway.
 *
 * @param section its settings
 * @param keys its list of keys
 * @param buckets those that are there from the beginning
 * @param zones where directory buckets may be
 * @param faults what goes wrong on purpose
 * @param written whether a document has the section
 */
record GatewayDraft(
    SectionDraft section,
    List<KeyDraft> keys,
    List<FixedBucket> buckets,
    List<ZoneDraft> zones,
    List<FaultRule> faults,
    boolean written) {

  /** Returns what variables alone say. */
  static GatewayDraft unwritten(Overrides overrides) {
    Origin origin = new Origin("given settings");
    SectionDraft settings =
        new SectionDraft(
            GatewaySection.SECTION, overrides.settings(GatewaySection.SECTION), origin);
    return new GatewayDraft(settings, List.of(), List.of(), List.of(), List.of(), false);
  }

  /** Returns this draft with settings that a program gives, which win over its own. */
  GatewayDraft under(Map<String, String> given) {
    Map<String, WrittenValue> above = new LinkedHashMap<>();
    Origin origin = new Origin("command line");
    given.forEach((key, text) -> above.put(key, new WrittenValue(text, origin)));
    return new GatewayDraft(section.under(above), keys, buckets, zones, faults, written);
  }

  /**
   * Checks all but the secrets, and returns what may be shown. To a secret in a variable, the
   * command line may still add the id.
   */
  Map<String, String> check() throws ConfigException {
    Settings settings = settings();
    requireId(settings, secret -> !secret.origin().isVariable());
    options(settings, List.of());
    List<KeyDraft> all = allKeys(settings);
    return shown(settings, all.stream().map(KeyDraft::id).toList());
  }

  /** Returns a gateway that can be started. */
  ConfiguredGateway complete() throws ConfigException {
    Settings settings = settings();
    requireId(settings, _ -> true);
    List<AccessKey> complete = new ArrayList<>();
    for (KeyDraft key : allKeys(settings)) {
      complete.add(key.complete());
    }
    return new ConfiguredGateway(options(settings, complete), GatewaySection.drain(settings));
  }

  private Settings settings() throws ConfigException {
    return GatewayBounds.complete(section.settings());
  }

  private GatewayOptions options(Settings settings, List<AccessKey> complete)
      throws ConfigException {
    List<Zone> here = zones(GatewaySection.region(settings));
    try {
      return GatewaySection.options(settings, complete, buckets, here, faults);
    } catch (InvalidSettingException e) {
      throw section.invalid(e);
    }
  }

  private List<Zone> zones(String region) throws ConfigException {
    List<Zone> here = new ArrayList<>();
    for (ZoneDraft zone : zones) {
      here.add(zone.in(region));
    }
    requireDistinct(GatewaySection.ZONES, here.stream().map(Zone::id).toList());
    return here;
  }

  private List<KeyDraft> allKeys(Settings settings) throws ConfigException {
    List<KeyDraft> all = Stream.concat(single(settings).stream(), keys.stream()).toList();
    requireDistinct(GatewaySection.ACCESS_KEYS, all.stream().map(KeyDraft::id).toList());
    return all;
  }

  private void requireDistinct(KnownKey list, List<String> names) throws ConfigException {
    Optional<String> twice =
        names.stream().filter(name -> names.indexOf(name) != names.lastIndexOf(name)).findAny();
    if (twice.isPresent()) {
      throw new ConfigException(
          section.origin(), list.path() + ": '" + Echo.name(twice.get()) + "' is there twice");
    }
  }

  private Optional<KeyDraft> single(Settings settings) throws ConfigException {
    Optional<String> id = settings.find(GatewaySection.ACCESS_KEY);
    if (id.isPresent()) {
      SecretSource secret =
          SecretSource.of(
              settings.find(GatewaySection.SECRET_KEY),
              settings.find(GatewaySection.SECRET_KEY_FILE),
              GatewaySection.SECTION.key(GatewaySection.SECRET_KEY.key()),
              section.origin());
      return Optional.of(
          new KeyDraft(
              id.get(),
              secret,
              List.of(Grant.everywhere(Right.READ_WRITE)),
              AccessKey.DEFAULT_ACCOUNT));
    }
    return Optional.empty();
  }

  /** Refuses a secret that stands alone. */
  private void requireId(Settings settings, Predicate<WrittenValue> concerned)
      throws ConfigException {
    if (settings.find(GatewaySection.ACCESS_KEY).isPresent()) {
      return;
    }
    for (var half : List.of(GatewaySection.SECRET_KEY, GatewaySection.SECRET_KEY_FILE)) {
      WrittenValue secret = section.values().get(half.key());
      if (secret != null && concerned.test(secret)) {
        throw section.invalid(
            new InvalidSettingException(half.key(), "stands alone; write access_key, too"));
      }
    }
  }

  private Map<String, String> shown(Settings settings, List<String> ids) {
    Map<String, String> shown = new LinkedHashMap<>(settings.shown());
    shown.put(GatewaySection.ACCESS_KEYS.name(), ids.toString());
    shown.put(
        GatewaySection.BUCKETS.name(),
        buckets.stream()
            .map(bucket -> bucket.name() + "=/" + bucket.root().value())
            .collect(Collectors.joining(", ", "[", "]")));
    if (!zones.isEmpty()) {
      shown.put(
          "s3_express.zones", zones.stream().map(draft -> draft.zone().id()).toList().toString());
    }
    if (!faults.isEmpty()) {
      shown.put("faults.rules", faults.toString());
    }
    return shown;
  }
}
