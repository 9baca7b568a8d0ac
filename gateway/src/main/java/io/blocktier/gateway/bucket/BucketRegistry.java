package io.blocktier.gateway.bucket;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.FixedBucket;
import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.attribute.AttributeText;
import io.blocktier.gateway.attribute.ReservedKeys;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which buckets there are: those of the configuration, and one block each for those that clients
 * created, so that all gateways over one store agree. A bucket that was found is taken for granted
 * for a while. Thread-safe.
 */
public final class BucketRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(BucketRegistry.class);
  private static final String ROOT = "r";
  private static final String CREATED = "t";
  private static final String OWNER = "o";
  private static final String RIGHTS = "a";

  private final BlockStore store;
  private final Effects effects;
  private final Map<String, Bucket> fixed;
  private final long trustNanos;
  private final int maxBuckets;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(Bucket bucket, long nanos) {}

  /**
   * Reads and writes the registry of a store.
   *
   * @param store where the buckets are
   * @param effects the time
   * @param fixed the buckets of the configuration
   * @param trust how long a bucket is there without another look
   * @param maxBuckets how many buckets clients may create
   */
  public BucketRegistry(
      BlockStore store, Effects effects, List<Bucket> fixed, Duration trust, int maxBuckets) {
    this.store = store;
    this.effects = effects;
    this.trustNanos = trust.toNanos();
    this.maxBuckets = maxBuckets;
    Map<String, Bucket> byName = new ConcurrentHashMap<>();
    fixed.forEach(bucket -> byName.put(bucket.name(), bucket));
    this.fixed = Map.copyOf(byName);
  }

  /** Returns a bucket that has to be there. */
  public Bucket require(String name) throws BlockStoreException, S3Exception {
    Optional<Bucket> found = find(name);
    if (found.isEmpty()) {
      BucketNames.require(name);
    }
    return found.orElseThrow(() -> noSuchBucket(name));
  }

  /** Looks for a bucket; there is none of a name that is illegal. */
  public Optional<Bucket> find(String name) throws BlockStoreException {
    Bucket configured = fixed.get(name);
    if (configured != null) {
      return Optional.of(configured);
    }
    long now = effects.ticker().nanos();
    Known before = known.get(name);
    if (before != null && now - before.nanos < trustNanos) {
      return Optional.of(before.bucket);
    }
    Optional<Bucket> found = BucketNames.isLegal(name) ? read(name) : Optional.empty();
    found.ifPresent(bucket -> known.put(name, new Known(bucket, now)));
    return found;
  }

  /**
   * Creates a bucket, unless its owner has one of that name.
   *
   * @param owner the account
   * @param rights its list of rights, if not all is its owner's
   * @throws S3Exception {@code BucketAlreadyExists} if another account has one of that name
   */
  public boolean create(String name, String owner, Optional<Acl> rights)
      throws BlockStoreException, S3Exception {
    BucketNames.require(name);
    Map<BlockKey, Etag> left = settings(name);
    Optional<Bucket> present = find(name);
    if (present.isPresent() && !present.get().owner().equals(owner)) {
      throw new S3Exception(S3ErrorCode.BUCKET_ALREADY_EXISTS);
    }
    if (fixed.containsKey(name)) {
      return false;
    }
    if (present.isEmpty() && FixedBucket.isReserved(name)) {
      throw new S3Exception(S3ErrorCode.INVALID_BUCKET_NAME);
    }
    if (all().size() - fixed.size() >= maxBuckets) {
      throw new S3Exception(S3ErrorCode.TOO_MANY_BUCKETS);
    }
    StringBuilder text = new StringBuilder();
    AttributeText.append(text, ROOT, name + "/");
    AttributeText.append(text, CREATED, Long.toString(effects.clock().millis()));
    if (!owner.equals(AccessKey.DEFAULT_ACCOUNT)) {
      AttributeText.append(text, OWNER, owner);
    }
    rights.ifPresent(list -> AttributeText.append(text, RIGHTS, list.text()));
    byte[] content = text.toString().getBytes(StandardCharsets.US_ASCII);
    if (present.isEmpty()) {
      dropLeftOver(left);
    }
    try {
      store.write(block(name), Content.of(content), WriteOptions.ifAbsent());
      known.remove(name);
      return true;
    } catch (PreconditionFailedException e) {
      known.remove(name);
      Optional<Bucket> other = read(name).filter(bucket -> !bucket.owner().equals(owner));
      if (other.isPresent()) {
        throw new S3Exception(S3ErrorCode.BUCKET_ALREADY_EXISTS);
      }
      return false;
    }
  }

  /**
   * Deletes a bucket that has no objects. What was set and begun in it goes behind it, and holds
   * until then: what a crash leaves of what was set goes when a bucket of that name is created
   * next, and what belongs to that one stays.
   */
  public void delete(String name) throws BlockStoreException, S3Exception {
    Bucket bucket = require(name);
    if (bucket.fixed()) {
      throw new S3Exception(
          S3ErrorCode.METHOD_NOT_ALLOWED, "The bucket is part of the configuration");
    }
    ListOptions one = ListOptions.under(KeyPrefix.of(bucket.root())).withPageSize(1);
    try (BlockListing listing = store.list(one)) {
      if (!listing.nextPage().isEmpty()) {
        throw new S3Exception(S3ErrorCode.BUCKET_NOT_EMPTY);
      }
    }
    Map<BlockKey, Etag> set = settings(name);
    List<KeyPrefix> uploads = uploads(name);
    known.remove(name);
    Blocks.delete(store, block(name));
    known.remove(name);
    if (store.capabilities().has(Capability.CONDITIONAL_DELETE)) {
      dropLeftOver(set);
    } else {
      store.deleteByPrefix(settingsOf(name)).orThrow();
    }
    for (KeyPrefix upload : uploads) {
      store.deleteByPrefix(upload).orThrow();
    }
  }

  private List<KeyPrefix> uploads(String name) throws BlockStoreException {
    KeyPrefix all = KeyPrefix.of(ReservedKeys.UPLOADS.value() + name + "/");
    List<KeyPrefix> uploads = new ArrayList<>();
    try (BlockListing listing = store.list(ListOptions.under(all).folded())) {
      listing.forEachRemaining(entry -> uploads.add(KeyPrefix.of(entry.name())));
    }
    return uploads;
  }

  private static KeyPrefix settingsOf(String name) {
    return KeyPrefix.of(ReservedKeys.SETTINGS.value() + name + "/");
  }

  /**
   * Returns what is set, in the versions of now. Where that can not be told from what is set later,
   * nothing: it stays, and a list of rights in it is in force only if it is of the same owner.
   */
  private Map<BlockKey, Etag> settings(String name) throws BlockStoreException {
    Map<BlockKey, Etag> versions = new HashMap<>();
    if (store.capabilities().has(Capability.CONDITIONAL_DELETE)) {
      List<BlockKey> keys = new ArrayList<>();
      try (BlockListing listing = store.list(ListOptions.under(settingsOf(name)))) {
        listing.forEachRemaining(entry -> keys.add(BlockKey.of(entry.name())));
      }
      for (BlockKey key : keys) {
        version(key).ifPresent(version -> versions.put(key, version));
      }
    }
    return versions;
  }

  private Optional<Etag> version(BlockKey key) throws BlockStoreException {
    try {
      return Optional.of(store.stat(key).etag());
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Deletes what was set before it was seen that there is no bucket. Another request may create it
   * meanwhile, and its owner set something: that is of another version, and stays.
   */
  private void dropLeftOver(Map<BlockKey, Etag> settings) throws BlockStoreException {
    for (Map.Entry<BlockKey, Etag> setting : settings.entrySet()) {
      try {
        store.delete(setting.getKey(), DeleteOptions.ifMatch(setting.getValue()));
      } catch (PreconditionFailedException | BlockNotFoundException e) {
        LOG.debug("'{}' was changed meanwhile", setting.getKey(), e);
      }
    }
  }

  /** Returns all buckets by name. */
  public List<Bucket> all() throws BlockStoreException {
    List<Bucket> all = new ArrayList<>(fixed.values());
    try (BlockListing listing = store.list(ListOptions.under(ReservedKeys.BUCKETS))) {
      List<String> names = new ArrayList<>();
      int start = ReservedKeys.BUCKETS.value().length();
      listing.forEachRemaining(entry -> names.add(entry.name().substring(start)));
      for (String name : names) {
        if (!fixed.containsKey(name)) {
          read(name).ifPresent(all::add);
        }
      }
    }
    all.sort((a, b) -> a.name().compareTo(b.name()));
    return all;
  }

  private Optional<Bucket> read(String name) throws BlockStoreException {
    try {
      String text = StandardCharsets.US_ASCII.decode(Blocks.readAll(store, block(name))).toString();
      Map<String, String> fields = AttributeText.fields(text);
      Instant created = Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault(CREATED, "0")));
      String root = fields.getOrDefault(ROOT, name + "/");
      String owner = fields.getOrDefault(OWNER, AccessKey.DEFAULT_ACCOUNT);
      int most = store.capabilities().limits().maxKeyBytes();
      Optional<Acl> rights = Optional.ofNullable(fields.get(RIGHTS)).map(Acl::parse);
      return Optional.of(new Bucket(name, root, created, owner, false, most, rights));
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  private static S3Exception noSuchBucket(String name) {
    return new S3Exception(
        S3ErrorCode.NO_SUCH_BUCKET, S3ErrorCode.NO_SUCH_BUCKET.text(), Map.of("BucketName", name));
  }

  private static BlockKey block(String name) {
    return ReservedKeys.under(ReservedKeys.BUCKETS, name);
  }
}
