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
import io.blocktier.gateway.object.BodyBuffers;
import io.blocktier.gateway.listing.ListObjects;
import io.blocktier.gateway.object.DeleteObjects;
import io.blocktier.gateway.object.Intake;
import io.blocktier.gateway.object.ObjectReads;
import io.blocktier.gateway.object.ObjectWrites;
import io.blocktier.gateway.object.ReadBuffers;
import io.blocktier.gateway.route.Access;
import io.blocktier.gateway.route.Router;
import io.blocktier.gateway.route.S3Service;
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
    BodyBuffers bodies =
        new BodyBuffers(
            limits.bodyMemoryBytes(),
            limits.wholeBodyBytes(),
            limits.partBytes(),
            limits.bodyWait());
    ReadBuffers reads =
        new ReadBuffers(limits.readBuffers(), limits.readBufferBytes(), limits.bodyWait());
    Intake intake = new Intake(store, attributes, bodies);
    Access access =
        new Access(
            new Authenticator(
                AccessKeys.of(options.keys()), effects.clock(), options.region()),
            options.anonymous());
    ObjectWrites writes = new ObjectWrites(store, effects, buckets, attributes, intake);
    Router router =
        new Router(
            new BucketOps(buckets, options.region()),
            new ListObjects(store, effects, buckets, attributes),
            new ObjectReads(store, buckets, attributes, reads),
            writes,
            new DeleteObjects(buckets, writes));
    this.service = new S3Service(access, router, options.baseDomain(), effects);
  }

  S3Service service() {
    return service;
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
