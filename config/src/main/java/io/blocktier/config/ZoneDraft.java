package io.blocktier.config;

import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.gateway.Zone;
import java.util.List;
import java.util.Optional;

/**
 * A zone of {@code gateway.s3_express.zones}, before the region of the gateway is known.
 *
 * @param zone what it is
 * @param region where it is said to be
 * @param origin where that stands
 */
record ZoneDraft(Zone zone, Optional<String> region, Origin origin) {

  private static final Setting<String> ID =
      Setting.required("id", GatewayZones.ID_TYPE, "As in the names of its buckets.");
  private static final Setting<String> NAME =
      Setting.optional("name", SettingType.TEXT, "What clients may call its location, too.");
  private static final Setting<String> REGION =
      Setting.optional(
          "region", SettingType.TEXT, "That of gateway.region: a server signs for one.");
  private static final Setting<StorageClass> STORAGE_CLASS =
      Setting.of(
          "storage_class",
          SettingType.oneOf(StorageClass.class),
          StorageClass.EXPRESS_ONEZONE,
          "What its objects are; there is one class.");
  private static final Setting<Zone.Kind> KIND =
      Setting.of(
          "kind",
          SettingType.oneOf(Zone.Kind.class),
          Zone.Kind.AVAILABILITY_ZONE,
          "What kind of location it is.");

  /** One item of the list. */
  static final Section SECTION =
      new Section("gateway.s3_express.zones", List.of(ID, NAME, REGION, STORAGE_CLASS, KIND));

  /** The one class of storage that directory buckets have. */
  enum StorageClass {
    EXPRESS_ONEZONE
  }

  static ZoneDraft of(SectionDraft written) throws ConfigException {
    Settings settings = written.settings();
    WrittenValue region = written.values().get(REGION.key());
    return new ZoneDraft(
        new Zone(settings.get(ID), settings.get(KIND), settings.find(NAME)),
        settings.find(REGION),
        region == null ? written.origin() : region.origin());
  }

  /** Returns the zone: a client signs for one region, whichever zone it speaks to. */
  Zone in(String gatewayRegion) throws ConfigException {
    if (region.isPresent() && !region.get().equals(gatewayRegion)) {
      throw new ConfigException(
          origin,
          SECTION.key(REGION.key()).path()
              + ": has to be gateway.region, which is '"
              + gatewayRegion
              + "'");
    }
    return zone;
  }
}
