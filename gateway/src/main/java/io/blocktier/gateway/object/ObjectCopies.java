package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.access.Guard;
import io.blocktier.gateway.acl.Permission;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketEncryptions;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.StatedAcls;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.HttpDates;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.request.Target;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.Optional;

/** Copies objects within the store. Thread-safe. */
public final class ObjectCopies {

  /** The largest object that one request copies. */
  private static final long MAX_BYTES = 5L << 30;

  private final BlockStore store;
  private final Effects effects;
  private final BucketRegistry buckets;
  private final Attributes attributes;
  private final SourceChecksums checksums;
  private final StatedAcls acls;
  private final BucketEncryptions encryptions;
  private final Guard guard;

  /** Copies within a store. */
  public ObjectCopies(
      BlockStore store,
      Effects effects,
      BucketRegistry buckets,
      Attributes attributes,
      SourceChecksums checksums,
      StatedAcls acls,
      BucketEncryptions encryptions,
      Guard guard) {
    this.store = store;
    this.effects = effects;
    this.buckets = buckets;
    this.attributes = attributes;
    this.checksums = checksums;
    this.acls = acls;
    this.encryptions = encryptions;
    this.guard = guard;
  }

  /** CopyObject. */
  public Answer copy(S3Request request) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    BlockKey target = bucket.block(request.key());
    WriteConditions conditions = WriteConditions.of(request.head());
    StoredObject source = source(request);
    ObjectAttributes copied =
        encryptions.applied(
            withChecksum(request, source, placed(copied(request, source, target), bucket, source))
                .withAcl(acls.ofNewObject(request, bucket)),
            bucket);
    Optional<StoredObject> current = attributes.find(target);
    CopyOptions options =
        CopyOptions.DEFAULT.with(conditions.on(current)).withSourceMatch(source.stat().etag());
    Metadata metadata = attributes.keep(target, copied);
    try {
      store.copy(source.stat().key(), target, options.with(metadata));
    } catch (PreconditionFailedException e) {
      attributes.drop(Attributes.companionOf(metadata));
      throw lost(conditions, source, target);
    } catch (BlockStoreException e) {
      if (!(e instanceof OutcomeUnknownException)) {
        attributes.drop(Attributes.companionOf(metadata));
      }
      throw e;
    }
    attributes.forget(current);
    return answer("CopyObjectResult", copied);
  }

  /** Looks at the source of a copy and judges the conditions on it. */
  public StoredObject source(S3Request request) throws IOException {
    CustomerKeys.refuse(request.head(), "x-amz-copy-source-");
    CopySource from = CopySource.of(request);
    guard.requireSource(request, new Target(from.bucket(), from.key()));
    Bucket bucket = buckets.require(from.bucket());
    StoredObject source =
        attributes
            .find(bucket.block(from.key()))
            .orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_KEY));
    guard.requireObject(request, bucket, source, Permission.READ);
    ReadConditions.of(request.head(), "x-amz-copy-source-").requireForCopy(source);
    return source;
  }

  /** Answers a copy. */
  public static Answer answer(String root, ObjectAttributes copied) {
    XmlWriter xml = XmlWriter.of(root);
    xml.text("LastModified", HttpDates.xml(copied.created()));
    xml.text("ETag", EtagList.quoted(copied.etag()));
    copied.checksums().forEach((name, value) -> xml.text("Checksum" + name, value));
    Headers headers = new Headers();
    ObjectHeaders.addEncryption(headers, copied);
    return Answer.xml(Answer.OK, headers, xml.finish());
  }

  private ObjectAttributes copied(S3Request request, StoredObject source, BlockKey target)
      throws S3Exception {
    if (source.size() > MAX_BYTES) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "The source is too large for one copy; copy it in parts");
    }
    ObjectAttributes stated = ObjectHeaders.stated(request.head(), effects.clock().instant());
    boolean replaced = isReplaced(request, "x-amz-metadata-directive");
    boolean same = source.stat().key().equals(target);
    if (same && !replaced && !ObjectHeaders.changesStorage(stated)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing its metadata, storage class, or encryption attributes");
    }
    ObjectAttributes described =
        source
            .attributes()
            .describedBy(replaced ? stated : ObjectHeaders.stored(source.attributes(), stated));
    boolean newTags = isReplaced(request, "x-amz-tagging-directive");
    return described
        .withCreated(stated.created())
        .withTags(newTags ? stated.tags() : source.attributes().tags());
  }

  /** A copy begins anew to count appends, and has an ETag of its own where ETags are no digests. */
  private ObjectAttributes placed(ObjectAttributes copied, Bucket bucket, StoredObject source) {
    return bucket.isDirectory()
        ? copied.inDirectory(Origin.newTag(effects.random()), source.size())
        : copied.outsideDirectory();
  }

  /** A copy has the checksum of its source, unless the request asks for one of another kind. */
  private ObjectAttributes withChecksum(
      S3Request request, StoredObject source, ObjectAttributes copied) throws IOException {
    Optional<ChecksumAlgorithm> asked = ChecksumAlgorithm.asked(request.head());
    if (asked.isEmpty()) {
      return copied;
    }
    Checksum sum = checksums.of(source, ByteRange.of(0, source.size()), asked.get());
    return copied.withChecksum(sum);
  }

  private static boolean isReplaced(S3Request request, String directive) throws S3Exception {
    String text = request.header(directive).orElse("COPY");
    return switch (text) {
      case "COPY" -> false;
      case "REPLACE" -> true;
      default ->
          throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Unknown " + directive + ": " + text);
    };
  }

  private S3Exception lost(WriteConditions conditions, StoredObject source, BlockKey target)
      throws IOException {
    Optional<StoredObject> now = attributes.find(source.stat().key());
    boolean sameSource =
        now.filter(object -> object.stat().etag().equals(source.stat().etag())).isPresent();
    return sameSource
        ? conditions.lost(attributes.find(target))
        : new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
  }
}
