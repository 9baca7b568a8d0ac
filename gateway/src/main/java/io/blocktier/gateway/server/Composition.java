package io.blocktier.gateway.server;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.GatewayLimits;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.CompanionSweep;
import io.blocktier.gateway.auth.AccessKeys;
import io.blocktier.gateway.auth.Authenticator;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.BucketSettings;
import io.blocktier.gateway.cors.Cors;
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
  private final BodyBuffers bodies;
  private final ReadBuffers answers;

  Composition(GatewayOptions options, BlockStore store, Effects effects) {
    requireCapabilities(store);
    this.options = options;
    this.store = store;
    this.effects = effects;
    this.fanOut = new FanOut(effects.executor());
    this.attributes = new Attributes(store, effects);
    this.buckets =
        new BucketRegistry(
            store, effects, fixed(), options.limits().bucketTrust(), options.limits().maxBuckets());
    this.bodies = bodyBuffers(options.limits());
    this.answers = readBuffers(options.limits());
  }

  S3Service service() {
    Authenticator authenticator =
        new Authenticator(AccessKeys.of(options.keys()), effects.clock(), options.region());
    Access access = new Access(authenticator, options.anonymous());
    Operations operations = operations();
    return new S3Service(
        access, new Router(operations), operations.cors(), options.baseDomain(), effects);
  }

  Sweeper sweeper() {
    GatewayLimits limits = options.limits();
    return new Sweeper(
        new CompanionSweep(store, effects),
        new UploadExpiry(store, effects, limits.uploadExpiry()),
        effects,
        limits.sweepInterval());
  }

  private Operations operations() {
    Intake intake = new Intake(store, attributes, bodies);
    ObjectReads reads = new ObjectReads(store, buckets, attributes, answers);
    ObjectWrites writes = new ObjectWrites(store, effects, buckets, attributes, intake);
    ObjectCopies copies = new ObjectCopies(store, effects, buckets, attributes);
    UploadStore uploads = new UploadStore(store, effects, fanOut);
    Assembly assembly = new Assembly(store, fanOut);
    BucketSettings settings = new BucketSettings(store);
    return new Operations(
        new BucketOps(buckets, options.region()),
        new BucketTags(buckets, settings),
        new Cors(buckets, settings),
        new ListObjects(store, fanOut, buckets, attributes),
        reads,
        new ObjectParts(buckets, reads),
        new ObjectTags(store, buckets, attributes),
        writes,
        new DeleteObjects(buckets, writes),
        copies,
        new Uploads(uploads, buckets, effects),
        new UploadParts(uploads, buckets, intake, copies, new PartCopies(assembly), effects),
        new Completion(uploads, buckets, attributes, assembly, fanOut, effects));
  }

  BodyBuffers bodies() {
    return bodies;
  }

  ReadBuffers answers() {
    return answers;
  }

  private static BodyBuffers bodyBuffers(GatewayLimits limits) {
    return new BodyBuffers(
        limits.bodyMemoryBytes(), limits.wholeBodyBytes(), limits.partBytes(), limits.bodyWait());
  }

  private static ReadBuffers readBuffers(GatewayLimits limits) {
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
