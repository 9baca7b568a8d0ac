package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.Digests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What S3 knows of an object beside its bytes. Immutable and thread-safe.
 *
 * @param etag the ETag without quotes
 * @param created when the object was written, to the millisecond
 * @param headers those that are given back as they came, by name in lower case
 * @param userMetadata by name without {@code x-amz-meta-}, in lower case
 * @param checksums in Base64, by algorithm in upper case
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}
 * @param tags as the query that {@code x-amz-tagging} is; empty text for none
 * @param parts the parts of a multipart upload, by ascending number
 * @param origin what it was when it was written, in a directory bucket; elsewhere empty
 * @param acl who may do what with it; empty where it is the bucket's owner's alone
 */
public record ObjectAttributes(
    String etag,
    Instant created,
    Map<String, String> headers,
    Map<String, String> userMetadata,
    Map<String, String> checksums,
    Optional<String> checksumType,
    String tags,
    List<PartAttributes> parts,
    Optional<Origin> origin,
    Optional<Acl> acl) {

  /** Returns the same with what was computed of the bytes, their MD5 included. */
  public ObjectAttributes withDigests(Digests digests) {
    Map<String, String> sums = byName(digests);
    Optional<String> type = sums.isEmpty() ? Optional.empty() : Optional.of("FULL_OBJECT");
    String tag = digests.md5().orElse(etag);
    ObjectAttributes whole =
        new ObjectAttributes(
            tag,
            created,
            headers,
            userMetadata,
            sums,
            type,
            tags,
            List.of(),
            Optional.empty(),
            acl);
    return origin.isPresent() ? whole.inDirectory(tag, origin.get().size()) : whole;
  }

  /** Returns the checksum that was computed, as attributes have it. */
  public static Map<String, String> byName(Digests digests) {
    return digests
        .checksum()
        .map(sum -> Map.of(sum.algorithm().name(), sum.value()))
        .orElse(Map.of());
  }

  /** Returns the same with one checksum of all bytes, whatever others there were. */
  public ObjectAttributes withChecksum(Checksum sum) {
    List<PartAttributes> bare =
        parts.stream()
            .map(part -> new PartAttributes(part.number(), part.size(), Map.of()))
            .toList();
    Map<String, String> only = Map.of(sum.algorithm().name(), sum.value());
    return ofParts(etag, only, Optional.of("FULL_OBJECT"), created, bare);
  }

  /** Returns the same with another ETag. */
  public ObjectAttributes withTag(String tag) {
    return new ObjectAttributes(
        tag, created, headers, userMetadata, checksums, checksumType, tags, parts, origin, acl);
  }

  /** Returns the same with other headers. */
  public ObjectAttributes withHeaders(Map<String, String> other) {
    return new ObjectAttributes(
        etag, created, other, userMetadata, checksums, checksumType, tags, parts, origin, acl);
  }

  /** Returns the same with other tags. */
  public ObjectAttributes withTags(String query) {
    return new ObjectAttributes(
        etag, created, headers, userMetadata, checksums, checksumType, query, parts, origin, acl);
  }

  /** Returns the same with other rights. */
  public ObjectAttributes withAcl(Optional<Acl> other) {
    return new ObjectAttributes(
        etag, created, headers, userMetadata, checksums, checksumType, tags, parts, origin, other);
  }

  /** Returns the same for bytes that were written at another time. */
  public ObjectAttributes withCreated(Instant instant) {
    return new ObjectAttributes(
        etag, instant, headers, userMetadata, checksums, checksumType, tags, parts, origin, acl);
  }

  /** Returns the same for bytes that were put together from parts. */
  public ObjectAttributes ofParts(
      String tag,
      Map<String, String> sums,
      Optional<String> type,
      Instant instant,
      List<PartAttributes> made) {
    return new ObjectAttributes(
        tag, instant, headers, userMetadata, sums, type, tags, made, origin, acl);
  }

  /** Returns the same bytes described by what a request says. */
  public ObjectAttributes describedBy(ObjectAttributes request) {
    return new ObjectAttributes(
        etag,
        created,
        request.headers,
        request.userMetadata,
        checksums,
        checksumType,
        tags,
        parts,
        origin,
        acl);
  }

  /** Returns the same for an object of a directory bucket. */
  public ObjectAttributes inDirectory(String tag, long size) {
    Optional<String> algorithm = checksums.keySet().stream().findFirst();
    Origin whole = new Origin(size, tag, algorithm, Math.max(1, parts.size()));
    return new ObjectAttributes(
        tag,
        created,
        headers,
        userMetadata,
        checksums,
        checksumType,
        tags,
        parts,
        Optional.of(whole),
        acl);
  }

  /** Returns the same for a bucket of the usual kind, with an ETag that nobody takes for an MD5. */
  public ObjectAttributes outsideDirectory() {
    if (origin.isEmpty()) {
      return this;
    }
    return new ObjectAttributes(
        etag + "-1",
        created,
        headers,
        userMetadata,
        checksums,
        checksumType,
        tags,
        parts,
        Optional.empty(),
        acl);
  }

  /** Returns what holds for a version of the block: after an append, no checksum of it is known. */
  ObjectAttributes of(BlockStat block) {
    if (origin.filter(written -> written.isGrown(block)).isEmpty()) {
      return this;
    }
    return new ObjectAttributes(
        origin.get().tagOf(block.etag(), block.size()),
        block.lastModified(),
        headers,
        userMetadata,
        Map.of(),
        Optional.empty(),
        tags,
        List.of(),
        origin,
        acl);
  }
}
