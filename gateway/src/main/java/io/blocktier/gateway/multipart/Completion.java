package io.blocktier.gateway.multipart;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.AttributeText;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.DirectoryNames;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.EtagList;
import io.blocktier.gateway.object.ObjectHeaders;
import io.blocktier.gateway.object.WriteConditions;
import io.blocktier.gateway.payload.PartEtags;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.task.FanOut;
import io.blocktier.gateway.xml.XmlReader;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes objects of uploads. Asked again, it answers as before: the object's companion bears the
 * name of the upload, and a note stays when the upload is gone. Thread-safe.
 */
public final class Completion {

  private final UploadStore uploads;
  private final BucketRegistry buckets;
  private final Attributes attributes;
  private final Assembly assembly;
  private final FanOut fanOut;
  private final Effects effects;

  /** Makes objects in a store. */
  public Completion(
      UploadStore uploads,
      BucketRegistry buckets,
      Attributes attributes,
      Assembly assembly,
      FanOut fanOut,
      Effects effects) {
    this.uploads = uploads;
    this.buckets = buckets;
    this.attributes = attributes;
    this.assembly = assembly;
    this.fanOut = fanOut;
    this.effects = effects;
  }

  /** CompleteMultipartUpload. */
  public Answer complete(S3Request request) throws IOException {
    Bucket bucket = buckets.require(request.target().bucket());
    String id = request.query().require("uploadId");
    WriteConditions conditions = WriteConditions.of(request.head());
    List<ClaimedPart> claimed = ClaimedPart.list(XmlReader.read(request.documentBesideChecksums()));
    Optional<String> finished = uploads.finished(bucket.name(), id);
    if (finished.isPresent()) {
      return answer(request, AttributeText.decode(finished.get()));
    }
    Upload upload = uploads.require(bucket.name(), request.key(), id);
    BlockKey target = bucket.block(request.key());
    Optional<StoredObject> current = attributes.find(target);
    ObjectAttributes made =
        isMade(upload, current)
            ? current.orElseThrow().attributes()
            : make(request, upload, claimed, conditions, target, current);
    uploads.finish(upload, AttributeText.encode(made));
    return answer(request, made);
  }

  /** The object may be there although nobody noted it, where the gateway died in between. */
  private static boolean isMade(Upload upload, Optional<StoredObject> current) {
    return current
        .flatMap(StoredObject::companion)
        .filter(name -> name.startsWith(upload.id()))
        .isPresent();
  }

  private ObjectAttributes make(
      S3Request request,
      Upload upload,
      List<ClaimedPart> claimed,
      WriteConditions conditions,
      BlockKey target,
      Optional<StoredObject> current)
      throws IOException {
    ClaimedPart.requireChecksums(claimed, upload);
    List<Part> parts = fanOut.map(claimed, one -> one.check(uploads.find(upload, one.number())));
    PartRules.check(parts, request.header("x-amz-mp-object-size"));
    PartRules.checkNumbers(parts, DirectoryNames.isDirectory(upload.bucket()));
    ObjectAttributes made = attributes(upload, parts);
    ObjectChecksum.check(request, made);
    String companion = upload.id() + attributes.newCompanion();
    WriteOptions options =
        WriteOptions.DEFAULT.with(conditions.on(current)).with(Attributes.naming(companion));
    attributes.writeCompanion(companion, target, made);
    try {
      assembly.join(pieces(upload, parts), target, options);
    } catch (PreconditionFailedException e) {
      attributes.drop(Optional.of(companion));
      throw conditions.lost(attributes.find(target));
    } catch (BlockNotFoundException e) {
      attributes.drop(Optional.of(companion));
      throw new S3Exception(S3ErrorCode.INVALID_PART);
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (IOException e) {
      attributes.drop(Optional.of(companion));
      throw e;
    }
    attributes.forget(current);
    return made;
  }

  private List<Assembly.Piece> pieces(Upload upload, List<Part> parts) {
    return parts.stream()
        .map(part ->
            new Assembly.Piece(uploads.data(upload, part.data()), ByteRange.of(0, part.size())))
        .toList();
  }

  private ObjectAttributes attributes(Upload upload, List<Part> parts) {
    boolean directory = DirectoryNames.isDirectory(upload.bucket());
    String tag =
        directory
            ? Origin.newTag(effects.random())
            : PartEtags.combine(parts.stream().map(Part::etag).toList());
    ObjectAttributes made =
        ObjectChecksum.of(upload, parts)
            .describe(
                upload.stated(),
                tag,
                effects.clock().instant(),
                parts.stream().map(Part::attributes).toList());
    long size = parts.stream().mapToLong(Part::size).sum();
    return directory ? made.inDirectory(tag, size) : made;
  }

  private static Answer answer(S3Request request, ObjectAttributes made) {
    XmlWriter xml = XmlWriter.of("CompleteMultipartUploadResult");
    String bucket = request.target().bucket();
    xml.text("Location", "/" + bucket + "/" + request.key());
    xml.text("Bucket", bucket).text("Key", request.key());
    xml.text("ETag", EtagList.quoted(made.etag()));
    made.checksums().forEach((name, value) -> xml.text("Checksum" + name, value));
    xml.text("ChecksumType", made.checksumType());
    Headers headers = new Headers();
    ObjectHeaders.addEncryption(headers, made);
    return Answer.xml(Answer.OK, headers, xml.finish());
  }
}
