package io.blocktier.gateway.object;

import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.HttpDates;
import java.time.Instant;
import java.util.Optional;

/**
 * The conditions of a read, or those that a copy has for its source.
 *
 * @param match what the ETag has to be
 * @param noneMatch what it must not be
 * @param modifiedSince the object has to be newer
 * @param unmodifiedSince the object must not be newer
 */
public record ReadConditions(
    Optional<EtagList> match,
    Optional<EtagList> noneMatch,
    Optional<Instant> modifiedSince,
    Optional<Instant> unmodifiedSince) {

  /** Reads the conditions whose headers start in a way. */
  public static ReadConditions of(RequestHead head, String start) {
    return new ReadConditions(
        head.header(start + "if-match").map(EtagList::parse),
        head.header(start + "if-none-match").map(EtagList::parse),
        head.header(start + "if-modified-since").flatMap(HttpDates::parse),
        head.header(start + "if-unmodified-since").flatMap(HttpDates::parse));
  }

  /** Answers a read: 412 or 304. */
  void requireForRead(StoredObject object) throws S3Exception {
    requireMatch(object);
    if (isKnown(object)) {
      throw new S3Exception(S3ErrorCode.NOT_MODIFIED)
          .withHeaders(ObjectHeaders.ofFreshness(object));
    }
  }

  /** Answers a copy: always 412. */
  public void requireForCopy(StoredObject object) throws S3Exception {
    requireMatch(object);
    if (isKnown(object)) {
      throw failed("x-amz-copy-source-If-None-Match");
    }
  }

  /** Answers a rename onto an object: the dates alone, as the ETags are those of a write. */
  public void requireForTarget(StoredObject object) throws S3Exception {
    boolean changed =
        unmodifiedSince.filter(since -> object.lastModified().isAfter(since)).isPresent();
    boolean unchanged =
        modifiedSince.filter(since -> !object.lastModified().isAfter(since)).isPresent();
    if (changed || unchanged) {
      throw failed(changed ? "If-Unmodified-Since" : "If-Modified-Since");
    }
  }

  /** An ETag that matches outweighs a date that does not (RFC 9110, section 13.2.2). */
  private void requireMatch(StoredObject object) throws S3Exception {
    if (match.isPresent()) {
      if (!match.get().matches(object.attributes().etag())) {
        throw failed("If-Match");
      }
    } else if (unmodifiedSince.isPresent()
        && object.lastModified().isAfter(unmodifiedSince.get())) {
      throw failed("If-Unmodified-Since");
    }
  }

  private boolean isKnown(StoredObject object) {
    if (noneMatch.isPresent()) {
      return noneMatch.get().matches(object.attributes().etag());
    }
    return modifiedSince.isPresent() && !object.lastModified().isAfter(modifiedSince.get());
  }

  private static S3Exception failed(String condition) {
    return WriteConditions.failed(condition);
  }
}
