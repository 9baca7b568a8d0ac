package io.blocktier.gateway.error;

import java.util.EnumSet;
import java.util.Set;

/**
 * The error codes of S3, with the status of each and what it says where nobody has more to say.
 * Clients decide by the code, which is spelled as S3 spells it.
 */
public enum S3ErrorCode {
  /** Lists of rights are not kept: everything belongs to one owner. */
  ACCESS_CONTROL_LIST_NOT_SUPPORTED(
      "AccessControlListNotSupported", 400, "The bucket does not allow ACLs"),
  /** The credentials do not suffice, or there are none. */
  ACCESS_DENIED("AccessDenied", 403, "Access Denied"),
  /** No rule of the bucket allows what the browser asks for. */
  ACCESS_FORBIDDEN(
      "AccessForbidden", 403, "CORSResponse: This CORS request is not allowed for this bucket"),
  /** The query or header with the signature lacks something. */
  AUTHORIZATION_QUERY_PARAMETERS_ERROR(
      "AuthorizationQueryParametersError", 400, "Error parsing the X-Amz-Credential parameter"),
  /** The Authorization header cannot be read, or names another region, service or day. */
  AUTHORIZATION_HEADER_MALFORMED(
      "AuthorizationHeaderMalformed", 400, "The authorization header is malformed"),
  /** A digest or checksum of the client does not match the bytes. */
  BAD_DIGEST("BadDigest", 400, "The digest you specified did not match what we received"),
  /** The request breaks a rule that has no code of its own. */
  BAD_REQUEST("BadRequest", 400, "Bad Request"),
  /** The bucket is somebody else's. */
  BUCKET_ALREADY_EXISTS("BucketAlreadyExists", 409, "The requested bucket name is not available"),
  /** The bucket is the caller's already. */
  BUCKET_ALREADY_OWNED_BY_YOU(
      "BucketAlreadyOwnedByYou", 409, "You already own a bucket of this name"),
  /** A bucket with objects, or with uploads in progress, cannot be deleted. */
  BUCKET_NOT_EMPTY("BucketNotEmpty", 409, "The bucket you tried to delete is not empty"),
  /** Somebody else changed the object meanwhile. */
  CONDITIONAL_REQUEST_CONFLICT(
      "ConditionalRequestConflict", 409, "A conflicting operation occurred; retry the request"),
  /** The object is larger than one request may make it. */
  ENTITY_TOO_LARGE(
      "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed object size"),
  /** A part is smaller than parts before the last have to be. */
  ENTITY_TOO_SMALL(
      "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size"),
  /** The token's time is over. */
  EXPIRED_TOKEN("ExpiredToken", 400, "The provided token has expired"),
  /** A token of the client was used for something else before. */
  IDEMPOTENT_PARAMETER_MISMATCH(
      "IdempotentParameterMismatch", 400, "The client token was used with other parameters"),

  /** The bucket is to be elsewhere. */
  ILLEGAL_LOCATION_CONSTRAINT(
      "IllegalLocationConstraintException",
      400,
      "The specified location constraint is not that of this endpoint"),
  /** The body ended before its announced length. */
  INCOMPLETE_BODY(
      "IncompleteBody",
      400,
      "You did not provide the number of bytes of the Content-Length header"),
  /** The disk or the quota is full. */
  INSUFFICIENT_STORAGE("InsufficientStorage", 507, "There is no room for the object"),
  /** Something failed here. */
  INTERNAL_ERROR("InternalError", 500, "We encountered an internal error; please try again"),
  /** Nobody has this access key. */
  INVALID_ACCESS_KEY_ID(
      "InvalidAccessKeyId", 403, "The access key ID you provided does not exist in our records"),
  /** An argument is not legal. */
  INVALID_ARGUMENT("InvalidArgument", 400, "Invalid Argument"),
  /** A bucket is to have a list of rights that gives others some. */
  INVALID_BUCKET_ACL_WITH_OBJECT_OWNERSHIP(
      "InvalidBucketAclWithObjectOwnership",
      400,
      "A bucket whose owner owns all objects cannot have ACLs"),
  /** The bucket is in no state for that. */
  INVALID_BUCKET_STATE(
      "InvalidBucketState", 409, "The request is not valid for the current state of the bucket"),
  /** The name cannot be a bucket's. */
  INVALID_BUCKET_NAME("InvalidBucketName", 400, "The specified bucket is not valid"),
  /** The Content-MD5 is none. */
  INVALID_DIGEST("InvalidDigest", 400, "The Content-MD5 you specified is not valid"),
  /** A part is not there, or has another ETag. */
  INVALID_PART("InvalidPart", 400, "One or more of the specified parts could not be found"),
  /** The object has no part of this number. */
  INVALID_PART_NUMBER("InvalidPartNumber", 416, "The requested partnumber is not satisfiable"),
  /** The parts are not in order. */
  INVALID_PART_ORDER("InvalidPartOrder", 400, "The list of parts was not in ascending order"),
  /** The range lies behind the end. */
  INVALID_RANGE("InvalidRange", 416, "The requested range is not satisfiable"),
  /** The policy of a form is none. */
  INVALID_POLICY_DOCUMENT(
      "InvalidPolicyDocument", 400, "The content of the form does not meet the policy's form"),
  /** The request contradicts itself or the rules. */
  INVALID_REQUEST("InvalidRequest", 400, "Invalid Request"),
  /** There is no such storage class. */
  INVALID_STORAGE_CLASS("InvalidStorageClass", 400, "The storage class you specified is not valid"),
  /** A tag is not legal. */
  INVALID_TAG("InvalidTag", 400, "The tag provided was not a valid tag"),
  /** Nobody has this session token. */
  INVALID_TOKEN("InvalidToken", 400, "The provided token is malformed or otherwise invalid"),
  /** The URI cannot be read. */
  INVALID_URI("InvalidURI", 400, "Couldn't parse the specified URI"),
  /** The append begins elsewhere than at the object's end. */
  INVALID_WRITE_OFFSET(
      "InvalidWriteOffset", 400, "The write offset value does not match the current object size"),
  /** The key is longer than a key may be. */
  KEY_TOO_LONG("KeyTooLongError", 400, "Your key is too long"),
  /** The list of rights breaks the schema. */
  MALFORMED_ACL("MalformedACLError", 400, "The list of rights was not well-formed"),
  /** A form is no form, or breaks off. */
  MALFORMED_POST_REQUEST(
      "MalformedPOSTRequest",
      400,
      "The body of your POST request is not well-formed multipart/form-data"),
  /** What follows the last chunk of a body is not what was announced. */
  MALFORMED_TRAILER(
      "MalformedTrailerError", 400, "The trailers of the request are not well-formed"),
  /** The XML is too large or breaks the schema. */
  MALFORMED_XML(
      "MalformedXML", 400, "The XML you provided was not well-formed or did not validate"),
  /** The fields of a form are too large. */
  MAX_POST_PRE_DATA_LENGTH_EXCEEDED(
      "MaxPostPreDataLengthExceeded",
      400,
      "Your POST request fields preceding the upload file were too large"),
  /** More metadata than S3 keeps. */
  METADATA_TOO_LARGE(
      "MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size"),
  /** The resource knows no such method. */
  METHOD_NOT_ALLOWED(
      "MethodNotAllowed", 405, "The specified method is not allowed against this resource"),
  /** The length has to be announced. */
  MISSING_CONTENT_LENGTH(
      "MissingContentLength", 411, "You must provide the Content-Length HTTP header"),
  /** A header is missing that the request needs. */
  MISSING_REQUEST_BODY("MissingRequestBodyError", 400, "Request body is empty"),
  /** There is no configuration of that name. */
  NO_SUCH_CONFIGURATION("NoSuchConfiguration", 404, "The specified configuration does not exist."),
  /** There is no such bucket. */
  NO_SUCH_BUCKET("NoSuchBucket", 404, "The specified bucket does not exist"),
  /** The bucket has no policy. */
  NO_SUCH_BUCKET_POLICY("NoSuchBucketPolicy", 404, "The bucket policy does not exist"),
  /** The bucket has no rules for requests of other origins. */
  NO_SUCH_CORS_CONFIGURATION(
      "NoSuchCORSConfiguration", 404, "The CORS configuration does not exist"),
  /** There is no such object. */
  NO_SUCH_KEY("NoSuchKey", 404, "The specified key does not exist"),
  /** The bucket has no rules on what becomes of its objects in time. */
  NO_SUCH_LIFECYCLE_CONFIGURATION(
      "NoSuchLifecycleConfiguration", 404, "The lifecycle configuration does not exist"),
  /** The bucket has no rules against the public. */
  NO_SUCH_PUBLIC_ACCESS_BLOCK_CONFIGURATION(
      "NoSuchPublicAccessBlockConfiguration",
      404,
      "The public access block configuration was not found"),
  /** There are no tags. */
  NO_SUCH_TAG_SET("NoSuchTagSet", 404, "The TagSet does not exist"),
  /** There is no such upload, or not any more. */
  NO_SUCH_UPLOAD("NoSuchUpload", 404, "The specified multipart upload does not exist"),
  /** The bucket is no web site. */
  NO_SUCH_WEBSITE_CONFIGURATION(
      "NoSuchWebsiteConfiguration",
      404,
      "The specified bucket does not have a website configuration"),
  /** S3 has it and this server has not. */
  NOT_IMPLEMENTED("NotImplemented", 501, "A header or query you provided is not implemented here"),
  /** The client knows this version already. */
  NOT_MODIFIED("NotModified", 304, "Not Modified"),
  /** The bucket's objects are not locked. */
  OBJECT_LOCK_CONFIGURATION_NOT_FOUND(
      "ObjectLockConfigurationNotFoundError",
      404,
      "Object Lock configuration does not exist for this bucket"),
  /** A condition does not hold. */
  PRECONDITION_FAILED(
      "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold"),
  /** The bucket is not copied elsewhere. */
  REPLICATION_CONFIGURATION_NOT_FOUND(
      "ReplicationConfigurationNotFoundError", 404, "The replication configuration was not found"),
  /** The client's clock, or a replay. */
  REQUEST_TIME_TOO_SKEWED(
      "RequestTimeTooSkewed", 403, "The difference between the request time and ours is too large"),
  /** The head of the request is larger than this server takes. */
  REQUEST_HEADER_SECTION_TOO_LARGE(
      "RequestHeaderSectionTooLarge", 400, "The head of your request exceeds the allowed size"),
  /** The client took too long. */
  REQUEST_TIMEOUT("RequestTimeout", 400, "Your socket connection was not read from in time"),
  /** The bucket's objects are not said to be encrypted. */
  SERVER_SIDE_ENCRYPTION_CONFIGURATION_NOT_FOUND(
      "ServerSideEncryptionConfigurationNotFoundError",
      404,
      "The server side encryption configuration was not found"),
  /** The server takes no more now. */
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503, "Please reduce your request rate"),
  /** The signature is another one. */
  SIGNATURE_DOES_NOT_MATCH(
      "SignatureDoesNotMatch",
      403,
      "The request signature we calculated does not match the signature you provided"),
  /** Too many requests. */
  SLOW_DOWN("SlowDown", 503, "Please reduce your request rate"),
  /** More buckets than there may be. */
  TOO_MANY_BUCKETS("TooManyBuckets", 400, "You have attempted to create more buckets than allowed"),
  /** The client asks too often. */
  TOO_MANY_REQUESTS("TooManyRequests", 429, "Please reduce your request rate"),

  /** More parts than an object may have. */
  TOO_MANY_PARTS("TooManyParts", 400, "You have attempted to append more parts than allowed"),
  /** A list of rights names somebody by an address that nobody has. */
  UNRESOLVABLE_GRANT_BY_EMAIL_ADDRESS(
      "UnresolvableGrantByEmailAddress",
      400,
      "The e-mail address you provided does not match any account on record"),
  /** The bytes have another checksum than the signature says. */
  X_AMZ_CONTENT_SHA256_MISMATCH(
      "XAmzContentSHA256Mismatch",
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed");

  private static final Set<S3ErrorCode> OF_SENDER =
      EnumSet.of(
          ACCESS_DENIED,
          AUTHORIZATION_HEADER_MALFORMED,
          AUTHORIZATION_QUERY_PARAMETERS_ERROR,
          EXPIRED_TOKEN,
          INVALID_ACCESS_KEY_ID,
          INVALID_TOKEN,
          REQUEST_TIME_TOO_SKEWED,
          SIGNATURE_DOES_NOT_MATCH);

  private final String code;
  private final int status;
  private final String text;

  S3ErrorCode(String code, int status, String text) {
    this.code = code;
    this.status = status;
    this.text = text;
  }

  /**
   * Returns the code as S3 spells it.
   *
   * @return the code
   */
  public String code() {
    return code;
  }

  /**
   * Returns the status of the answer.
   *
   * @return a status of HTTP
   */
  public int status() {
    return status;
  }

  /**
   * Returns whether the error is about who sends the request, and what the sender may do.
   *
   * @return true for errors of keys, signatures and rights
   */
  public boolean refusesSender() {
    return OF_SENDER.contains(this);
  }

  /**
   * Returns what the answer says where nobody has more to say.
   *
   * @return a sentence
   */
  public String text() {
    return text;
  }
}
