package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.DirectoryOptions;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketEncryptions;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.EtagList;
import io.blocktier.gateway.object.ObjectHeaders;
import io.blocktier.gateway.payload.Payload;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Appends to objects of directory buckets. All bytes of a request are here and proved right before
 * the store appends them in one step. What changes with them follows from the version that the
 * store made: there is nothing beside the bytes that could be lost. Thread-safe.
 */
public final class Appends {

  /** How often an append looks again at an object that others append to. */
  private static final int TRIES = 16;

  private static final List<Capability> NEEDED =
      List.of(Capability.APPEND, Capability.CONDITIONAL_CREATE, Capability.CONDITIONAL_REPLACE);

  private final ExclusiveAppends store;
  private final Effects effects;
  private final BucketRegistry buckets;
  private final Attributes attributes;
  private final AppendIntake intake;
  private final AppendCounts counts;
  private final DirectoryOptions options;
  private final BucketEncryptions encryptions;

  /** Appends in a store. */
  public Appends(
      ExclusiveAppends store,
      Effects effects,
      BucketRegistry buckets,
      Attributes attributes,
      AppendIntake intake,
      DirectoryOptions options,
      BucketEncryptions encryptions) {
    this.encryptions = encryptions;
    this.store = store;
    this.effects = effects;
    this.buckets = buckets;
    this.attributes = attributes;
    this.intake = intake;
    this.counts = new AppendCounts(store);
    this.options = options;
  }

  /** PutObject with a write offset. */
  public Answer put(S3Request request) throws IOException {
    Bucket bucket = bucket(request);
    return append(AppendRequest.atOffset(request, bucket), bucket);
  }

  /** {@code POST KEY?append}: the bytes go where the object ends, wherever that is. */
  public Answer post(S3Request request) throws IOException {
    Bucket bucket = bucket(request);
    return append(AppendRequest.atEnd(request, bucket), bucket);
  }

  private Bucket bucket(S3Request request) throws IOException {
    if (!options.appends()) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED, "Appends are switched off here");
    }
    for (Capability needed : NEEDED) {
      if (!store.capabilities().has(needed)) {
        throw new S3Exception(
            S3ErrorCode.NOT_IMPLEMENTED, "Appends need a store that offers " + needed);
      }
    }
    return buckets.require(request.target().bucket());
  }

  private Answer append(AppendRequest request, Bucket bucket) throws IOException {
    Optional<StoredObject> current = attributes.find(request.block());
    request.conditions().on(current);
    Payload payload = request.payload(current, options.maxAppendBytes());
    return intake.take(bucket, payload, content -> place(request, bucket, payload, content));
  }

  /** The object may have changed while the bytes came, and may while it is looked at. */
  private Answer place(AppendRequest request, Bucket bucket, Payload payload, Content content)
      throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Optional<Answer> answer =
          store.alone(request.block(), () -> tryOnce(request, bucket, payload, content));
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
  }

  private Optional<Answer> tryOnce(
      AppendRequest request, Bucket bucket, Payload payload, Content content) throws IOException {
    Optional<StoredObject> current = attributes.find(request.block());
    request.conditions().on(current);
    return current.isEmpty()
        ? create(request, bucket, payload, content)
        : extend(request, current.get(), payload, content);
  }

  /** Returns nothing where somebody else was faster. */
  private Optional<Answer> create(
      AppendRequest request, Bucket bucket, Payload payload, Content content) throws IOException {
    request.requireBeginning();
    ObjectAttributes created =
        encryptions.applied(
            request.created(payload, Origin.newTag(effects.random()), effects.clock().instant()),
            bucket);
    BlockKey block = request.block();
    Metadata metadata = attributes.keep(block, created);
    try {
      store.write(block, content, WriteOptions.ifAbsent().with(metadata));
    } catch (PreconditionFailedException e) {
      attributes.drop(Attributes.companionOf(metadata));
      return Optional.empty();
    } catch (BlockStoreException e) {
      if (!(e instanceof OutcomeUnknownException)) {
        attributes.drop(Attributes.companionOf(metadata));
      }
      throw e;
    }
    return Optional.of(answer(ObjectHeaders.ofWritten(created), payload.length()));
  }

  private Optional<Answer> extend(
      AppendRequest request, StoredObject object, Payload payload, Content content)
      throws IOException {
    request.requireFits(object, payload);
    if (!counts.begin(object)) {
      return Optional.empty();
    }
    try {
      Receipt receipt = store.append(request.block(), object.size(), content);
      Headers headers = new Headers().add("ETag", EtagList.quoted(tag(object, receipt)));
      return Optional.of(answer(headers, receipt.size()));
    } catch (PreconditionFailedException e) {
      return Optional.empty();
    }
  }

  private static String tag(StoredObject object, Receipt receipt) {
    return object
        .attributes()
        .origin()
        .map(origin -> origin.tagOf(receipt.etag(), receipt.size()))
        .orElseGet(() -> Attributes.foreignTag(receipt.etag()));
  }

  private static Answer answer(Headers headers, long size) {
    return Answer.empty(Answer.OK, headers.add("x-amz-object-size", Long.toString(size)));
  }
}
