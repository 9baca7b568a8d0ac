package io.blocktier.gateway.object;

import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.auth.RequestHead;
import io.blocktier.gateway.bucket.Encryption;
import io.blocktier.gateway.bucket.UnsetSettings;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.EncodedWords;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.HttpDates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Attributes as the headers of a request state them and those of an answer tell them. */
public final class ObjectHeaders {

  private static final String USER = "x-amz-meta-";
  private static final int MAX_USER_BYTES = 2048;
  private static final String STORAGE_CLASS = "x-amz-storage-class";
  private static final String STANDARD = "STANDARD";

  /** The class of all objects in directory buckets. */
  public static final String EXPRESS = "EXPRESS_ONEZONE";

  private static final String ENCRYPTION = Encryption.HEADER;
  private static final String CONTENT_ENCODING = "content-encoding";
  private static final String FRAMING = "aws-chunked";
  private static final String CONTENT_TYPE = "content-type";
  private static final String DEFAULT_TYPE = "binary/octet-stream";

  private static final List<String> KEPT =
      List.of(
          CONTENT_TYPE,
          "cache-control",
          "content-disposition",
          "content-language",
          "expires",
          "x-amz-website-redirect-location",
          ENCRYPTION,
          ENCRYPTION + "-aws-kms-key-id",
          ENCRYPTION + "-context",
          ENCRYPTION + "-bucket-key-enabled");
  private static final Set<String> CLASSES =
      Set.of(
          STANDARD,
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER",
          "GLACIER_IR",
          "DEEP_ARCHIVE");
  private static final List<String> OF_LOCKS =
      List.of(
          "x-amz-object-lock-mode",
          "x-amz-object-lock-retain-until-date",
          "x-amz-object-lock-legal-hold");
  private static final List<String> ABSENT =
      List.of(
          "x-amz-write-offset-bytes",
          ENCRYPTION + "-customer-algorithm",
          ENCRYPTION + "-customer-key");

  private ObjectHeaders() {}

  /**
   * Reads what a request states of the object that it makes.
   *
   * @return attributes without a digest
   */
  public static ObjectAttributes stated(RequestHead head, Instant now) throws S3Exception {
    StatedEncryption.check(head);
    refuseWhatIsAbsent(head);
    return new ObjectAttributes(
        "",
        now,
        kept(head),
        userMetadata(head),
        Map.of(),
        Optional.empty(),
        Tagging.checked(head.header("x-amz-tagging").orElse("")),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Tells an object's attributes, for GET and HEAD. */
  public static Headers of(StoredObject object) {
    ObjectAttributes attributes = object.attributes();
    Headers headers = new Headers();
    headers.add("ETag", EtagList.quoted(attributes.etag()));
    headers.add("Last-Modified", HttpDates.header(object.lastModified()));
    headers.add("Accept-Ranges", "bytes");
    attributes.headers().forEach(headers::add);
    if (!attributes.headers().containsKey(CONTENT_TYPE)) {
      headers.add("Content-Type", DEFAULT_TYPE);
    }
    if (attributes.origin().isPresent()) {
      headers.add(STORAGE_CLASS, EXPRESS);
    }
    attributes
        .userMetadata()
        .forEach((name, value) -> headers.add(USER + name, EncodedWords.of(value)));
    if (!attributes.tags().isEmpty()) {
      headers.add("x-amz-tagging-count", Integer.toString(Tagging.count(attributes.tags())));
    }
    return headers;
  }

  /** Tells whoever has a version of an object which one it is, and how long it stays fresh. */
  static Map<String, String> ofFreshness(StoredObject object) {
    Map<String, String> told = new TreeMap<>(object.attributes().headers());
    told.keySet().retainAll(Set.of("cache-control", "expires"));
    told.put("ETag", EtagList.quoted(object.attributes().etag()));
    told.put("Last-Modified", HttpDates.header(object.lastModified()));
    return told;
  }

  /** Tells what was done with the bytes of a write. */
  public static Headers ofWritten(ObjectAttributes attributes) {
    Headers headers = new Headers().add("ETag", EtagList.quoted(attributes.etag()));
    addChecksums(headers, attributes);
    addEncryption(headers, attributes);
    return headers;
  }

  /** Adds what was said of encryption. */
  public static void addEncryption(Headers headers, ObjectAttributes attributes) {
    attributes
        .headers()
        .forEach((name, value) -> {
          if (name.startsWith(ENCRYPTION)) {
            headers.add(name, value);
          }
        });
  }

  /** Adds the checksums of the whole object. */
  public static void addChecksums(Headers headers, ObjectAttributes attributes) {
    attributes
        .checksums()
        .forEach(
            (name, value) -> headers.add("x-amz-checksum-" + name.toLowerCase(Locale.ROOT), value));
    headers.add("x-amz-checksum-type", attributes.checksumType());
  }

  /** Tells whether a request asks for a class of storage or for encryption. */
  static boolean changesStorage(ObjectAttributes stated) {
    return stated.headers().keySet().stream().anyMatch(ObjectHeaders::isOfStorage);
  }

  /** Describes a copy as its source was, but for what a copy does not inherit. */
  static ObjectAttributes stored(ObjectAttributes source, ObjectAttributes stated) {
    Map<String, String> headers = new TreeMap<>(source.headers());
    headers.keySet().removeIf(ObjectHeaders::isOfStorage);
    stated
        .headers()
        .forEach((name, value) -> {
          if (isOfStorage(name)) {
            headers.put(name, value);
          }
        });
    return source.withHeaders(headers);
  }

  private static boolean isOfStorage(String name) {
    return name.startsWith(ENCRYPTION) || name.equals(STORAGE_CLASS);
  }

  /** Returns the class an object is said to be stored in. */
  public static String storageClass(ObjectAttributes attributes) {
    String usual = attributes.origin().isPresent() ? EXPRESS : STANDARD;
    return attributes.headers().getOrDefault(STORAGE_CLASS, usual);
  }

  private static void refuseWhatIsAbsent(RequestHead head) throws S3Exception {
    for (String name : OF_LOCKS) {
      if (head.header(name).isPresent()) {
        throw UnsetSettings.withoutLocks();
      }
    }
    for (String name : ABSENT) {
      if (head.header(name).isPresent()) {
        throw new S3Exception(
            S3ErrorCode.NOT_IMPLEMENTED,
            S3ErrorCode.NOT_IMPLEMENTED.text(),
            Map.of("Header", name));
      }
    }
  }

  private static Map<String, String> kept(RequestHead head) throws S3Exception {
    Map<String, String> kept = new TreeMap<>();
    for (String name : KEPT) {
      head.header(name).ifPresent(value -> kept.put(name, value));
    }
    String storageClass = head.header(STORAGE_CLASS).orElse(STANDARD);
    if (!CLASSES.contains(storageClass)) {
      throw new S3Exception(S3ErrorCode.INVALID_STORAGE_CLASS);
    }
    if (!storageClass.equals(STANDARD)) {
      kept.put(STORAGE_CLASS, storageClass);
    }
    contentEncoding(head).ifPresent(value -> kept.put(CONTENT_ENCODING, value));
    return kept;
  }

  /** The framing of the upload is not the object's; without it the header is kept as it came. */
  private static Optional<String> contentEncoding(RequestHead head) {
    String sent = String.join(",", head.headers(CONTENT_ENCODING));
    return Optional.of(sent.contains(FRAMING) ? withoutFraming(sent) : sent)
        .filter(text -> !text.isBlank());
  }

  private static String withoutFraming(String codings) {
    return Arrays.stream(codings.split(",", -1))
        .map(String::strip)
        .filter(coding -> !coding.equals(FRAMING) && !coding.isEmpty())
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> userMetadata(RequestHead head) throws S3Exception {
    Map<String, String> user = new TreeMap<>();
    int bytes = 0;
    for (String name : head.headerNames()) {
      if (name.startsWith(USER)) {
        String value = String.join(",", head.headers(name));
        bytes += name.length() - USER.length() + value.getBytes(StandardCharsets.UTF_8).length;
        user.put(name.substring(USER.length()), value);
      }
    }
    if (bytes > MAX_USER_BYTES) {
      throw new S3Exception(S3ErrorCode.METADATA_TOO_LARGE);
    }
    return user;
  }
}
