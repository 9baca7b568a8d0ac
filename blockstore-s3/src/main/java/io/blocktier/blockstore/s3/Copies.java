package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.layer.Origin;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/**
 * Copies objects on the server. The answer does not tell the size, so the source is looked at first
 * and the copy is made of that version.
 */
final class Copies {

  private static final int MOST_ATTEMPTS = 3;
  private static final long MOST_BYTES = 5L << 30;

  private final SdkCalls sdk;
  private final Reads reads;
  private final CallFrame frame;
  private final StoringHeaders headers;
  private final Dialects dialects;
  private final ObjectNames names;
  private final Optional<URI> server;

  Copies(
      SdkCalls sdk,
      Reads reads,
      CallFrame frame,
      StoringHeaders headers,
      Dialects dialects,
      ObjectNames names,
      Optional<URI> server) {
    this.sdk = sdk;
    this.reads = reads;
    this.frame = frame;
    this.headers = headers;
    this.dialects = dialects;
    this.names = names;
    this.server = server;
  }

  Receipt copy(BlockKey key, BlockKey target, CopyOptions options) throws BlockStoreException {
    CopySource source = source(key, target, options);
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      BlockStat version = source.copies().look(source.key());
      requireMatch(version, options);
      requireSize(version, target, options);
      try {
        return copyVersion(source, version, target, options);
      } catch (PreconditionFailedException e) {
        requireSourceToBlame(source, version, options, e);
      }
    }
    String detail = "the source was replaced during each of " + MOST_ATTEMPTS + " attempts";
    throw new StoreUnavailableException(
        frame.failure(call(target, options), detail).remedy("copy when it is written less often"),
        null);
  }

  /** Another store is as good as this one where both are on one server, which copies alone. */
  private CopySource source(BlockKey key, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    if (options.from().isEmpty()) {
      return new CopySource(this, key, false);
    }
    Origin origin = ForwardingBlockStore.originIn(options.from().get(), key);
    if (origin.store() instanceof S3BlockStore other
        && other.operations().copies().server.equals(server)) {
      return new CopySource(other.operations().copies(), origin.key(), true);
    }
    throw elsewhere(target, options, "the source is not on the same server");
  }

  /** Within one store larger ones are copied in parts. */
  private void requireSize(BlockStat version, BlockKey target, CopyOptions options)
      throws UnsupportedByStoreException {
    if (options.from().isPresent() && version.size() > MOST_BYTES) {
      throw elsewhere(target, options, version.size() + " bytes are too many for one request");
    }
  }

  private UnsupportedByStoreException elsewhere(
      BlockKey target, CopyOptions options, String detail) {
    return new UnsupportedByStoreException(
        frame.failure(call(target, options), detail).remedy("read it, and write it here"));
  }

  /**
   * Finds out which condition did not hold. Where none was asked for and the source is unchanged,
   * the server did not understand the etag of the source.
   */
  private void requireSourceToBlame(
      CopySource source,
      BlockStat version,
      CopyOptions options,
      PreconditionFailedException refused)
      throws BlockStoreException {
    BlockStat now = source.copies().look(source.key());
    boolean unchanged = now.etag().equals(version.etag());
    if (unchanged && !(options.precondition() instanceof Precondition.None)) {
      throw refused;
    }
    if (unchanged) {
      dialects.change(Dialect::withBareEtags);
    }
  }

  private void requireMatch(BlockStat version, CopyOptions options)
      throws PreconditionFailedException {
    Optional<Etag> wanted = options.sourceMatch();
    if (wanted.isPresent() && !wanted.get().equals(version.etag())) {
      String detail = "the source is version " + version.etag() + " by now";
      throw new PreconditionFailedException(
          frame
              .failure(Call.looking(Operation.COPY, version.key()), detail)
              .remedy("look at the source again"));
    }
  }

  private Receipt copyVersion(
      CopySource source, BlockStat version, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    CopyObjectRequest request = request(source, version, target, options);
    CopyObjectResponse response = sdk.call(call(target, options), s3 -> s3.copyObject(request));
    Optional<Etag> named = Etags.parse(response.copyObjectResult().eTag());
    Etag etag = named.isPresent() ? named.get() : look(target).etag();
    return new SettledReceipt(target, version.size(), etag, version.checksum(), Durability.REMOTE);
  }

  private CopyObjectRequest request(
      CopySource source, BlockStat version, BlockKey target, CopyOptions options) {
    boolean ontoItself = !source.foreign() && source.key().equals(target);
    ObjectNames sourceNames = source.copies().names;
    Dialect dialect = dialects.current();
    CopyObjectRequest.Builder request =
        CopyObjectRequest.builder()
            .sourceBucket(sourceNames.bucket())
            .sourceKey(sourceNames.of(source.key()))
            .destinationBucket(names.bucket())
            .destinationKey(names.of(target))
            .copySourceIfMatch(dialect.condition(version.etag()));
    SdkStoring.of(headers, storageClass(version, ontoItself, options)).addTo(request);
    addMetadata(request, version, ontoItself || source.foreign(), options, dialect);
    switch (options.precondition()) {
      case Precondition.None _ -> {}
      case Precondition.IfAbsent _ -> request.ifNoneMatch(StoringHeaders.ANY);
      case Precondition.IfMatch(var etag) -> request.ifMatch(dialect.condition(etag));
    }
    return request.build();
  }

  /** An object that is copied onto itself stays in its class. */
  private static Optional<StorageClass> storageClass(
      BlockStat version, boolean ontoItself, CopyOptions options) {
    return ontoItself ? options.storageClass().or(version::storageClass) : options.storageClass();
  }

  /**
   * S3 refuses to copy an object onto itself unless the request states what it shall be. What
   * another store noted beside the user's own may be said otherwise here.
   */
  private static void addMetadata(
      CopyObjectRequest.Builder request,
      BlockStat version,
      boolean states,
      CopyOptions options,
      Dialect dialect) {
    boolean replaces = options.metadata().isPresent();
    if (replaces || states) {
      UserMetadata metadata =
          new UserMetadata(
              options.metadata().orElse(version.metadata()),
              replaces ? Optional.empty() : version.putId(),
              version.checksum());
      request.metadataDirective(MetadataDirective.REPLACE).metadata(metadata.entries(dialect));
    }
  }

  private BlockStat look(BlockKey key) throws BlockStoreException {
    return reads.stat(Call.looking(Operation.COPY, key), key);
  }

  private static Call call(BlockKey target, CopyOptions options) {
    return Call.changing(Operation.COPY, target)
        .onlyIfMatch(options.precondition() instanceof Precondition.IfMatch);
  }
}
