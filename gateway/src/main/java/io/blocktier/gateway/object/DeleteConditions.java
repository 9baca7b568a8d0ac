package io.blocktier.gateway.object;

import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.HttpDates;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.xml.XmlNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of a delete. Those on time and size are judged in directory buckets only.
 *
 * @param match what the ETag has to be
 * @param modified when the object has to have been written, to the second
 * @param size how many bytes it has to have
 */
record DeleteConditions(Optional<EtagList> match, Optional<Instant> modified, Optional<Long> size) {

  private static final String MODIFIED = "x-amz-if-match-last-modified-time";
  private static final String SIZE = "x-amz-if-match-size";

  /** Reads the conditions of a request about one object. */
  static DeleteConditions of(S3Request request, Bucket bucket) throws S3Exception {
    Optional<EtagList> match = request.header("if-match").map(EtagList::parse);
    Optional<String> modified = request.header(MODIFIED);
    Optional<String> size = request.header(SIZE);
    if (!bucket.isDirectory() && (modified.isPresent() || size.isPresent())) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED,
          S3ErrorCode.NOT_IMPLEMENTED.text(),
          Map.of("Header", modified.isPresent() ? MODIFIED : SIZE));
    }
    return new DeleteConditions(match, instant(modified), number(size));
  }

  /** Reads the conditions on one of many objects. */
  static DeleteConditions of(XmlNode object, Bucket bucket) throws S3Exception {
    Optional<EtagList> match = object.textOf("ETag").map(EtagList::parse);
    return bucket.isDirectory()
        ? new DeleteConditions(
            match, instant(object.textOf("LastModifiedTime")), number(object.textOf("Size")))
        : new DeleteConditions(match, Optional.empty(), Optional.empty());
  }

  boolean any() {
    return match.isPresent() || modified.isPresent() || size.isPresent();
  }

  /**
   * Judges an object.
   *
   * @return false if there is none and none is asked for by its ETag, so that nothing is to be done
   * @throws S3Exception if there is one that is not meant
   */
  boolean holdFor(Optional<StoredObject> current) throws S3Exception {
    onTag().on(current);
    if (current.isEmpty()) {
      return false;
    }
    StoredObject object = current.get();
    if (modified.isPresent() && !object.lastModified().equals(modified.get())) {
      throw WriteConditions.failed(MODIFIED);
    }
    if (size.isPresent() && object.size() != size.get()) {
      throw WriteConditions.failed(SIZE);
    }
    return true;
  }

  /** Returns the error where the object changed after it was judged. */
  S3Exception lost(Optional<StoredObject> now) {
    return match.isPresent()
        ? onTag().lost(now)
        : new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
  }

  private WriteConditions onTag() {
    return new WriteConditions(false, match);
  }

  private static Optional<Instant> instant(Optional<String> text) throws S3Exception {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> header = HttpDates.parse(text.get());
    try {
      Instant instant = header.isPresent() ? header.get() : Instant.parse(text.get().strip());
      return Optional.of(HttpDates.toSecond(instant));
    } catch (DateTimeParseException e) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Not a time: " + text.get());
    }
  }

  private static Optional<Long> number(Optional<String> text) throws S3Exception {
    try {
      return text.map(digits -> Long.parseUnsignedLong(digits.strip()));
    } catch (NumberFormatException e) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Not a size: " + text.orElse(""));
    }
  }
}
