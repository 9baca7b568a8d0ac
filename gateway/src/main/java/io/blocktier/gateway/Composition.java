package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.CompanionSweep;
import io.blocktier.gateway.auth.Authenticator;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.BucketSettings;
import io.blocktier.gateway.cors.Cors;
import io.blocktier.gateway.express.AppendIntake;
import io.blocktier.gateway.express.Appends;
import io.blocktier.gateway.express.DirectoryBuckets;
import io.blocktier.gateway.express.DirectoryOperations;
import io.blocktier.gateway.express.NoteSweep;
import io.blocktier.gateway.express.Renames;
import io.blocktier.gateway.express.SessionKeys;
import io.blocktier.gateway.express.Sessions;
import io.blocktier.gateway.inject.FaultInjector;
import io.blocktier.gateway.listing.ListObjects;
import io.blocktier.gateway.multipart.Assembly;
import io.blocktier.gateway.multipart.Completion;
import io.blocktier.gateway.multipart.PartCopies;
import io.blocktier.gateway.multipart.UploadExpiry;
import io.blocktier.gateway.multipart.UploadParts;
import io.blocktier.gateway.multipart.UploadStore;
import io.blocktier.gateway.multipart.Uploads;
import io.blocktier.gateway.object.BodyBuffers;
import io.blocktier.gateway.object.BucketTags;
import io.blocktier.gateway.object.DeleteObjects;
import io.blocktier.gateway.object.Intake;
import io.blocktier.gateway.object.ObjectCopies;
import io.blocktier.gateway.object.ObjectParts;
import io.blocktier.gateway.object.ObjectReads;
import io.blocktier.gateway.object.ObjectTags;
import io.blocktier.gateway.object.ObjectWrites;
import io.blocktier.gateway.object.ReadBuffers;
import io.blocktier.gateway.route.Access;
import io.blocktier.gateway.route.Operations;
import io.blocktier.gateway.route.Router;
import io.blocktier.gateway.route.S3Service;
import io.blocktier.gateway.sweep.Sweeper;
import io.blocktier.gateway.task.FanOut;
import java.util.List;

/** Puts a gateway together. */
final class Composition {

  private final GatewayOptions options;
  private final BlockStore store;
  private final Effects effects;
  private final FanOut fanOut;
  private final Attributes attributes;
  private final BucketRegistry buckets;
  private final SessionKeys sessionKeys;

  Composition(GatewayOptions options, BlockStore store, Effects effects) {
    requireCapabilities(store);
    this.options = options;
    this.store = store;
    this.effects = effects;
    this.fanOut = new FanOut(effects.executor());
    this.attributes = new Attributes(store, effects);
    this.sessionKeys =
        new SessionKeys(options.keys(), effects, options.directories().sessionDuration());
    this.buckets =
        new BucketRegistry(
            store, effects, fixed(), options.limits().bucketTrust(), options.limits().maxBuckets());
  }

  S3Service service() {
    Authenticator authenticator = new Authenticator(sessionKeys, effects.clock(), options.region());
    Access access = new Access(authenticator, options.anonymous());
    Operations operations = operations();
    FaultInjector faults = new FaultInjector(options.faults(), effects, buckets, attributes);
    return new S3Service(
        access, new Router(operations), operations.cors(), faults, options.baseDomain(), effects);
  }

  Sweeper sweeper() {
    GatewayLimits limits = options.limits();
    return new Sweeper(
        new CompanionSweep(store, effects),
        new NoteSweep(store, effects, attributes),
        new UploadExpiry(store, effects, limits.uploadExpiry()),
        effects,
        limits.sweepInterval());
  }

  private Operations operations() {
    Intake intake = new Intake(store, attributes, bodyBuffers());
    ObjectReads reads = new ObjectReads(store, buckets, attributes, readBuffers());
    ObjectWrites writes = new ObjectWrites(store, effects, buckets, attributes, intake);
    ObjectCopies copies = new ObjectCopies(store, effects, buckets, attributes);
    UploadStore uploads = new UploadStore(store, effects, fanOut);
    Assembly assembly = new Assembly(store, fanOut);
    BucketSettings settings = new BucketSettings(store);
    BucketOps bucketOps = new BucketOps(buckets, options.region());
    Uploads begun = new Uploads(uploads, buckets, effects);
    return new Operations(
        bucketOps,
        new BucketTags(buckets, settings),
        new Cors(buckets, settings),
        new ListObjects(store, fanOut, buckets, attributes),
        reads,
        new ObjectParts(buckets, reads),
        new ObjectTags(store, buckets, attributes),
        writes,
        new DeleteObjects(buckets, writes),
        copies,
        begun,
        new UploadParts(uploads, buckets, intake, copies, new PartCopies(assembly), effects),
        new Completion(uploads, buckets, attributes, assembly, fanOut, effects),
        directories(bucketOps, begun, new AppendIntake(store, intake, uploads)));
  }

  private DirectoryOperations directories(BucketOps ops, Uploads begun, AppendIntake intake) {
    return new DirectoryOperations(
        new Sessions(sessionKeys, options.directories()),
        new DirectoryBuckets(buckets, ops, begun, options.directories(), options.region()),
        new Appends(store, effects, buckets, attributes, intake),
        new Renames(store, effects, buckets, attributes));
  }

  private BodyBuffers bodyBuffers() {
    GatewayLimits limits = options.limits();
    return new BodyBuffers(
        limits.bodyMemoryBytes(), limits.wholeBodyBytes(), limits.partBytes(), limits.bodyWait());
  }

  private ReadBuffers readBuffers() {
    GatewayLimits limits = options.limits();
    return new ReadBuffers(limits.readBuffers(), limits.readBufferBytes(), limits.bodyWait());
  }

  private static void requireCapabilities(BlockStore store) {
    for (Capability needed :
        List.of(Capability.METADATA, Capability.ORDERED_LISTING, Capability.UPLOAD)) {
      if (!store.capabilities().has(needed)) {
        throw new IllegalArgumentException(store + " cannot be served by S3: it lacks " + needed);
      }
    }
  }

  private List<Bucket> fixed() {
    return options.buckets().stream()
        .map(bucket ->
            new Bucket(bucket.name(), bucket.root().value(), effects.clock().instant(), true))
        .toList();
  }
}
