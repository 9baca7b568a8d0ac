package io.blocktier.gateway.server;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.GatewayLimits;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.access.Guard;
import io.blocktier.gateway.acl.Accounts;
import io.blocktier.gateway.attribute.AttributeEdits;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.CompanionSweep;
import io.blocktier.gateway.auth.Authenticator;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketAcls;
import io.blocktier.gateway.bucket.BucketEncryptions;
import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.BucketSettings;
import io.blocktier.gateway.bucket.PublicAccessBlocks;
import io.blocktier.gateway.bucket.StatedAcls;
import io.blocktier.gateway.bucket.UnsetSettings;
import io.blocktier.gateway.cors.Cors;
import io.blocktier.gateway.express.AppendIntake;
import io.blocktier.gateway.express.Appends;
import io.blocktier.gateway.express.DirectoryBuckets;
import io.blocktier.gateway.express.DirectoryOperations;
import io.blocktier.gateway.express.ExclusiveAppends;
import io.blocktier.gateway.express.NoteSweep;
import io.blocktier.gateway.express.Renames;
import io.blocktier.gateway.express.SessionKeys;
import io.blocktier.gateway.express.Sessions;
import io.blocktier.gateway.form.PostObject;
import io.blocktier.gateway.inject.FaultInjector;
import io.blocktier.gateway.listing.ListObjects;
import io.blocktier.gateway.multipart.Assembly;
import io.blocktier.gateway.multipart.Completion;
import io.blocktier.gateway.multipart.PartCopies;
import io.blocktier.gateway.multipart.UploadExpiry;
import io.blocktier.gateway.multipart.UploadParts;
import io.blocktier.gateway.multipart.UploadStore;
import io.blocktier.gateway.multipart.Uploads;
import io.blocktier.gateway.object.AccessLists;
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
import io.blocktier.gateway.object.SourceChecksums;
import io.blocktier.gateway.route.Access;
import io.blocktier.gateway.route.Operations;
import io.blocktier.gateway.route.Router;
import io.blocktier.gateway.route.S3Service;
import io.blocktier.gateway.sweep.Sweeper;
import io.blocktier.gateway.task.FanOut;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a gateway together. */
final class Composition {

  private final GatewayOptions options;
  private final ExclusiveAppends store;
  private final Effects effects;
  private final FanOut fanOut;
  private final Attributes attributes;
  private final BucketRegistry buckets;
  private final BucketSettings settings;
  private final BucketAcls bucketAcls;
  private final PublicAccessBlocks publicAccess;
  private final BucketEncryptions encryptions;
  private final StatedAcls stated;
  private final Guard guard;
  private final SessionKeys sessionKeys;
  private final BodyBuffers bodies;
  private final ReadBuffers answers;

  Composition(GatewayOptions options, BlockStore store, Effects effects) {
    requireCapabilities(store);
    this.options = options;
    this.store = new ExclusiveAppends(store, options.limits().bodyWait());
    this.effects = effects;
    this.fanOut = new FanOut(effects.executor());
    this.attributes = new Attributes(this.store, effects);
    this.sessionKeys =
        new SessionKeys(options.keys(), effects, options.directories().sessionDuration());
    this.buckets =
        new BucketRegistry(
            this.store,
            effects,
            fixed(),
            options.limits().bucketTrust(),
            options.limits().maxBuckets());
    this.settings = new BucketSettings(this.store);
    this.bucketAcls = new BucketAcls(settings);
    this.publicAccess = new PublicAccessBlocks(buckets, settings, options.anonymous().isPresent());
    this.encryptions =
        new BucketEncryptions(buckets, settings, effects.ticker(), options.limits().bucketTrust());
    this.stated = new StatedAcls(options.accessLists(), accounts(options), publicAccess);
    this.guard = new Guard(buckets, bucketAcls, publicAccess, attributes, options.accessLists());
    this.bodies = bodyBuffers(options.limits());
    this.answers = readBuffers(options.limits());
  }

  S3Service service() {
    Authenticator authenticator = new Authenticator(sessionKeys, effects.clock(), options.region());
    Access access = new Access(authenticator, options.anonymous());
    Operations operations = operations(access);
    FaultInjector faults = new FaultInjector(options.faults(), effects, buckets, attributes);
    return new S3Service(
        access,
        new Router(operations),
        guard,
        operations.cors(),
        faults,
        options.baseDomain(),
        effects);
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

  private Operations operations(Access access) {
    Intake intake = new Intake(store, attributes, bodies);
    ObjectReads reads = new ObjectReads(store, buckets, attributes, guard, answers);
    SourceChecksums checksums = new SourceChecksums(store, answers);
    ObjectWrites writes =
        new ObjectWrites(store, effects, buckets, attributes, stated, encryptions, intake);
    ObjectCopies copies =
        new ObjectCopies(
            store, effects, buckets, attributes, checksums, stated, encryptions, guard);
    UploadStore uploads = new UploadStore(store, effects, fanOut);
    Assembly assembly = new Assembly(store, fanOut);
    BucketOps bucketOps = new BucketOps(buckets, bucketAcls, stated, options.region());
    Uploads begun = new Uploads(uploads, buckets, stated, encryptions, effects);
    AttributeEdits edits = new AttributeEdits(store, attributes);
    return new Operations(
        bucketOps,
        new UnsetSettings(buckets, stated),
        publicAccess,
        encryptions,
        new AccessLists(buckets, bucketAcls, edits, stated, guard),
        new BucketTags(buckets, settings),
        new Cors(buckets, settings),
        new ListObjects(store, fanOut, buckets, attributes),
        reads,
        new ObjectParts(buckets, reads, guard),
        new ObjectTags(buckets, edits),
        writes,
        new DeleteObjects(buckets, writes),
        copies,
        begun,
        new UploadParts(
            uploads, buckets, intake, copies, new PartCopies(assembly, checksums), effects),
        new Completion(uploads, buckets, attributes, assembly, fanOut, effects),
        new PostObject(access::signerOf, guard, buckets, writes, effects.clock()),
        directories(bucketOps, begun, new AppendIntake(store, intake, uploads)));
  }

  private DirectoryOperations directories(BucketOps ops, Uploads begun, AppendIntake intake) {
    return new DirectoryOperations(
        new Sessions(sessionKeys, options.directories()),
        new DirectoryBuckets(buckets, ops, begun, options.directories(), options.region()),
        new Appends(
            store, effects, buckets, attributes, intake, options.directories(), encryptions),
        new Renames(store, effects, buckets, attributes));
  }

  BodyBuffers bodies() {
    return bodies;
  }

  ReadBuffers answers() {
    return answers;
  }

  private static Accounts accounts(GatewayOptions options) {
    Stream<String> ofKeys = options.keys().stream().map(AccessKey::account);
    return new Accounts(
        Stream.concat(ofKeys, Stream.of(AccessKey.DEFAULT_ACCOUNT)).collect(Collectors.toSet()));
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
        throw new IllegalArgumentException(
            "a store that lacks " + needed + " cannot be served as S3: " + store);
      }
    }
  }

  private List<Bucket> fixed() {
    int most = store.capabilities().limits().maxKeyBytes();
    return options.buckets().stream()
        .map(bucket ->
            new Bucket(
                bucket.name(),
                bucket.root().value(),
                effects.clock().instant(),
                AccessKey.DEFAULT_ACCOUNT,
                true,
                most,
                Optional.empty()))
        .toList();
  }
}
