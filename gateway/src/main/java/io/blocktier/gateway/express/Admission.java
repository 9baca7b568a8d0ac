package io.blocktier.gateway.express;

import io.blocktier.gateway.Right;
import io.blocktier.gateway.auth.SessionToken;
import io.blocktier.gateway.bucket.DirectoryNames;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.ObjectHeaders;
import io.blocktier.gateway.request.S3Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Refuses what sessions may not do, and what directory buckets do not have. */
public final class Admission {

  /** The header by which PutObject appends. */
  static final String OFFSET = "x-amz-write-offset-bytes";

  private static final String STORAGE_CLASS = "x-amz-storage-class";

  /** What takes a key that lasts. */
  private static final Set<String> WITHOUT_SESSION =
      Set.of("CreateSession", "CopyObject", "UploadPartCopy");

  /** What a session may do that only reads. HeadBucket is there because SDKs sign it so. */
  private static final Set<String> READING_SESSION =
      Set.of(
          "GetObject",
          "HeadObject",
          "ListObjectsV2",
          "GetObjectAttributes",
          "ListParts",
          "ListMultipartUploads",
          "HeadBucket");

  private static final Set<String> ABSENT =
      Set.of(
          "ListObjects",
          "ListObjectVersions",
          "GetBucketAcl",
          "PutBucketAcl",
          "GetObjectAcl",
          "PutObjectAcl",
          "GetObjectTagging",
          "PutObjectTagging",
          "DeleteObjectTagging",
          "GetBucketVersioning",
          "GetBucketLocation",
          "GetBucketCors",
          "PutBucketCors",
          "DeleteBucketCors",
          "PutBucketOwnershipControls",
          "GetPublicAccessBlock",
          "PutPublicAccessBlock",
          "DeletePublicAccessBlock");

  private static final List<String> ABSENT_HEADERS =
      List.of(
          "x-amz-acl",
          "x-amz-tagging",
          "x-amz-request-payer",
          "x-amz-website-redirect-location",
          "x-amz-object-lock-mode",
          "x-amz-object-lock-retain-until-date",
          "x-amz-object-lock-legal-hold",
          "x-amz-server-side-encryption-customer-algorithm");

  private static final Set<String> WITHOUT_MD5 = Set.of("PutObject", "UploadPart");

  /** What makes an object or a part, and never at an offset. */
  private static final Set<String> WITHOUT_OFFSET =
      Set.of(
          "CreateMultipartUpload",
          "UploadPart",
          "UploadPartCopy",
          "CompleteMultipartUpload",
          "CopyObject");

  private Admission() {}

  /** Tells whether these rules are about a request. */
  public static boolean concerns(S3Request request) {
    return DirectoryNames.isDirectory(request.target().bucket()) || isInSession(request);
  }

  /**
   * Judges a request.
   *
   * @param operation what S3 calls it
   * @return the request without headers that are dealt with here
   */
  public static S3Request admit(String operation, S3Request request) throws S3Exception {
    if (isInSession(request)) {
      requireSessionMay(operation, request);
    }
    if (!DirectoryNames.isDirectory(request.target().bucket())) {
      return request;
    }
    if (ABSENT.contains(operation)) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED, "Directory buckets do not have " + operation);
    }
    requireHeaders(operation, request);
    ListingRules.check(operation, request.query());
    return request.without(Set.of(STORAGE_CLASS));
  }

  private static boolean isInSession(S3Request request) {
    return request.sender().token() instanceof SessionToken.Express;
  }

  private static void requireSessionMay(String operation, S3Request request) throws S3Exception {
    String bucket = request.target().bucket();
    boolean allowed =
        DirectoryNames.isDirectory(bucket)
            && !WITHOUT_SESSION.contains(operation)
            && (READING_SESSION.contains(operation)
                || request.rights().allow(Right.READ_WRITE, bucket));
    if (!allowed) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
  }

  private static void requireHeaders(String operation, S3Request request) throws S3Exception {
    for (String name : request.head().headerNames()) {
      if (ABSENT_HEADERS.contains(name) || name.startsWith("x-amz-grant-")) {
        throw absent(name);
      }
    }
    if (WITHOUT_MD5.contains(operation) && request.header("content-md5").isPresent()) {
      throw absent("content-md5");
    }
    if (WITHOUT_OFFSET.contains(operation) && request.header(OFFSET).isPresent()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "Only PutObject takes a write offset, not " + operation);
    }
    Optional<String> storageClass = request.header(STORAGE_CLASS);
    if (storageClass.isPresent() && !storageClass.get().equals(ObjectHeaders.EXPRESS)) {
      throw new S3Exception(S3ErrorCode.INVALID_STORAGE_CLASS);
    }
  }

  private static S3Exception absent(String header) {
    return new S3Exception(
        S3ErrorCode.NOT_IMPLEMENTED, S3ErrorCode.NOT_IMPLEMENTED.text(), Map.of("Header", header));
  }
}
