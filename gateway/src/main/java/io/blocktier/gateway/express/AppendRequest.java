package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.Origin;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.ObjectHeaders;
import io.blocktier.gateway.object.WriteConditions;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import io.blocktier.gateway.payload.Payload;
import io.blocktier.gateway.payload.PayloadRules;
import io.blocktier.gateway.request.S3Request;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An append.
 *
 * @param request as it came
 * @param block where the object is
 * @param offset where the bytes go; empty for wherever the object ends
 * @param conditions on the object as it is
 */
record AppendRequest(
    S3Request request, BlockKey block, OptionalLong offset, WriteConditions conditions) {

  static AppendRequest atOffset(S3Request request, Bucket bucket) throws S3Exception {
    String text = request.header(Admission.OFFSET).orElse("");
    try {
      long offset = Long.parseUnsignedLong(text.strip());
      return of(request, bucket, OptionalLong.of(offset));
    } catch (NumberFormatException e) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Not an offset: " + text);
    }
  }

  static AppendRequest atEnd(S3Request request, Bucket bucket) throws S3Exception {
    return of(request, bucket, OptionalLong.empty());
  }

  private static AppendRequest of(S3Request request, Bucket bucket, OptionalLong offset)
      throws S3Exception {
    return new AppendRequest(
        request.without(Set.of(Admission.OFFSET)),
        bucket.block(request.key()),
        offset,
        WriteConditions.of(request.head()));
  }

  /** Returns the bytes, with the checksum that the object has if the client sends none. */
  Payload payload(Optional<StoredObject> current, long maxBytes) throws S3Exception {
    PayloadRules rules = PayloadRules.ofDirectoryObject(maxBytes);
    Optional<ChecksumAlgorithm> algorithm = algorithm(current).flatMap(ChecksumAlgorithm::named);
    Payload payload =
        request.payload(algorithm.isPresent() ? rules.withFallback(algorithm.get()) : rules);
    if (payload.length() == 0) {
      throw invalid("Request body cannot be empty when 'write offset' is specified.");
    }
    return payload;
  }

  /** Returns what a new object is, given its first bytes. */
  ObjectAttributes created(Payload payload, String tag, Instant now) throws S3Exception {
    return ObjectHeaders.stated(request.head(), now)
        .inDirectory(tag, payload.length())
        .withDigests(payload.digests());
  }

  /** Insists on what holds for an object that is there. */
  void requireFits(StoredObject object, Payload payload) throws S3Exception {
    boolean described =
        request.head().headerNames().stream().anyMatch(name -> name.startsWith("x-amz-meta-"));
    if (described) {
      throw invalid(
          "Cannot specify both a write offset value and user-defined object metadata for existing"
              + " objects.");
    }
    if (offset.isPresent() && offset.getAsLong() != object.size()) {
      throw wrongOffset();
    }
    Optional<String> expected = algorithm(Optional.of(object));
    Optional<String> actual =
        payload.digests().checksum().map(Checksum::algorithm).map(ChecksumAlgorithm::name);
    if (expected.isPresent() && actual.isPresent() && !expected.equals(actual)) {
      throw invalid(
          "Checksum Type mismatch occurred, expected checksum Type: "
              + lower(expected.get())
              + ", actual checksum Type: "
              + lower(actual.get()));
    }
  }

  /** Insists on what holds where there is no object. */
  void requireBeginning() throws S3Exception {
    if (offset.orElse(0) != 0) {
      throw wrongOffset();
    }
  }

  static S3Exception wrongOffset() {
    return new S3Exception(S3ErrorCode.INVALID_WRITE_OFFSET);
  }

  private static Optional<String> algorithm(Optional<StoredObject> object) {
    return object.flatMap(found -> found.attributes().origin()).flatMap(Origin::algorithm);
  }

  private static S3Exception invalid(String message) {
    return new S3Exception(S3ErrorCode.INVALID_REQUEST, message);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
