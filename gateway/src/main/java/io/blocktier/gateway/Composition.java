package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.auth.AccessKeys;
import io.blocktier.gateway.auth.Authenticator;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.multipart.Assembly;
import io.blocktier.gateway.multipart.Completion;
import io.blocktier.gateway.multipart.PartCopies;
import io.blocktier.gateway.multipart.UploadParts;
import io.blocktier.gateway.multipart.UploadStore;
import io.blocktier.gateway.multipart.Uploads;
import io.blocktier.gateway.object.BodyBuffers;
import io.blocktier.gateway.listing.ListObjects;
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
import io.blocktier.gateway.task.FanOut;
import java.time.Instant;
import java.util.List;

/** Puts a gateway together. */
final class Composition {

  private final S3Service service;

  Composition(GatewayOptions options, BlockStore store, Effects effects) {
    requireCapabilities(store);
    GatewayLimits limits = options.limits();
    Attributes attributes = new Attributes(store, effects);
    BucketRegistry buckets =
        new BucketRegistry(
            store,
            effects,
            fixed(options, effects.clock().instant()),
            limits.bucketTrust(),
            limits.maxBuckets());
    Access access =
        new Access(
            new Authenticator(
                AccessKeys.of(options.keys()), effects.clock(), options.region()),
            options.anonymous());
    Router router = new Router(operations(options, store, effects, attributes, buckets));
    this.service = new S3Service(access, router, options.baseDomain(), effects);
  }

  S3Service service() {
    return service;
  }

  private static Operations operations(
      GatewayOptions options,
      BlockStore store,
      Effects effects,
      Attributes attributes,
      BucketRegistry buckets) {
    FanOut fanOut = new FanOut(effects.executor());
    Intake intake = new Intake(store, attributes, bodyBuffers(options.limits()));
    ObjectReads reads =
        new ObjectReads(store, buckets, attributes, readBuffers(options.limits()));
    ObjectWrites writes = new ObjectWrites(store, effects, buckets, attributes, intake);
    ObjectCopies copies = new ObjectCopies(store, effects, buckets, attributes);
    UploadStore uploads = new UploadStore(store, effects, fanOut);
    Assembly assembly = new Assembly(store, fanOut);
    return new Operations(
        new BucketOps(buckets, options.region()),
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

  private static BodyBuffers bodyBuffers(GatewayLimits limits) {
    return new BodyBuffers(
        limits.bodyMemoryBytes(), limits.wholeBodyBytes(), limits.partBytes(), limits.bodyWait());
  }

  private static ReadBuffers readBuffers(GatewayLimits limits) {
    return new ReadBuffers(limits.readBuffers(), limits.readBufferBytes(), limits.bodyWait());
  }

  private static void requireCapabilities(BlockStore store) {
    for (Capability needed : List.of(Capability.METADATA, Capability.ORDERED_LISTING)) {
      if (!store.capabilities().has(needed)) {
        throw new IllegalArgumentException(store + " cannot be served by S3: it lacks " + needed);
      }
    }
  }

  private static List<Bucket> fixed(GatewayOptions options, Instant now) {
    return options.buckets().stream()
        .map(bucket -> new Bucket(bucket.name(), bucket.root().value(), now, true))
        .toList();
  }
}
