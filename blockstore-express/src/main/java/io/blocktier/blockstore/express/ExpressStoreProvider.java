package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.s3.directory.DirectoryBucket;
import io.blocktier.blockstore.s3.directory.DirectoryStores;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.StoreLocation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Opens stores in directory buckets of Amazon S3 and of servers that offer the like, complete with
 * sessions, retries and parallel transfers. Stateless and thread-safe.
 */
public final class ExpressStoreProvider implements BlockStoreProvider {

  private static final String NAME = "express";
  private static final Duration SHORTEST_SESSION = Duration.ofMinutes(1);
  private static final Duration LONGEST_SESSION = Duration.ofHours(1);

  private final DirectoryStores stores =
      ServiceLoader.load(DirectoryStores.class, DirectoryStores.class.getClassLoader())
          .findFirst()
          .orElseThrow();

  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public ExpressStoreProvider() {}

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public Set<String> schemes() {
    return Set.of(NAME);
  }

  @Override
  public List<Setting<?>> settings() {
    return ExpressSettings.with(stores.settings());
  }

  /**
   * Takes {@code express://bucket--zone--x-s3/name} or {@code
   * express://host:port/bucket--zone--x-s3/name} apart. A server with a port is spoken to in plain
   * http, unless the port is 443.
   */
  @Override
  public StoreLocation locate(String uri) {
    return ExpressLocation.parse(uri);
  }

  /**
   * Opens a store without touching the network, unless the setting {@code probe} asks for it. The
   * store holds one task of the executor until it is closed.
   */
  @Override
  public BlockStore open(Settings settings, Effects effects) throws BlockStoreException {
    if (!settings.get(ExpressSettings.ENABLED)) {
      throw new InvalidSettingException(
          ExpressSettings.ENABLED.key(), "is false: no directory bucket is opened");
    }
    SessionStatistics sessions = new SessionStatistics(effects.clock());
    long most = settings.get(ExpressSettings.MAX_APPEND_SIZE);
    return stores.open(
        bucket(settings, sessions),
        settings,
        effects,
        store -> new GrowingBlockStore(store, most, effects.random(), sessions));
  }

  static DirectoryBucket bucket(Settings settings, SessionStatistics sessions) {
    String zone =
        settings.find(ExpressSettings.ZONE).orElse(settings.get(ExpressSettings.DEFAULT_ZONE));
    BucketName name = BucketName.of(settings.get(ExpressSettings.BUCKET), zone);
    requireZone(settings, name);
    Optional<String> ofZone =
        settings.find(ExpressSettings.ZONES).flatMap(zones -> zones.region(name.zone()));
    return new DirectoryBucket(
        name.toString(),
        settings.find(ExpressSettings.REGION).or(() -> ofZone),
        session(settings),
        settings.get(ExpressSettings.ENABLE_ATOMIC_APPEND),
        sessions);
  }

  private static void requireZone(Settings settings, BucketName name) {
    Optional<String> asked = settings.find(ExpressSettings.ZONE);
    if (asked.isPresent() && !asked.get().equals(name.zone())) {
      throw new InvalidSettingException(
          ExpressSettings.ZONE.key(), "is not the zone of the bucket, " + name.zone());
    }
    Optional<Zones> zones = settings.find(ExpressSettings.ZONES);
    if (zones.isPresent() && zones.get().region(name.zone()).isEmpty()) {
      throw new InvalidSettingException(
          ExpressSettings.ZONES.key(), "does not have the zone of the bucket, " + name.zone());
    }
  }

  private static Duration session(Settings settings) {
    Duration duration = settings.get(ExpressSettings.SESSION_DURATION);
    boolean fits =
        duration.compareTo(SHORTEST_SESSION) >= 0 && duration.compareTo(LONGEST_SESSION) <= 0;
    if (!fits) {
      throw new InvalidSettingException(
          ExpressSettings.SESSION_DURATION.key(), "has to be from 1m to 1h");
    }
    return duration;
  }
}
