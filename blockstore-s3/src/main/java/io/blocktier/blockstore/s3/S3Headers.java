package io.blocktier.blockstore.s3;

/** The names of the HTTP headers that object requests use. */
final class S3Headers {

  static final String CHECKSUM_CRC32C = "x-amz-checksum-crc32c";
  static final String CHECKSUM_MODE = "x-amz-checksum-mode";
  static final String BUCKET_REGION = "x-amz-bucket-region";
  static final String CONTENT_LENGTH = "content-length";
  static final String CONTENT_RANGE = "content-range";
  static final String ENCRYPTION = "x-amz-server-side-encryption";
  static final String ENCRYPTION_KEY = "x-amz-server-side-encryption-aws-kms-key-id";
  static final String ETAG = "etag";
  static final String EXPECT = "expect";
  static final String IF_MATCH = "if-match";
  static final String IF_NONE_MATCH = "if-none-match";
  static final String LAST_MODIFIED = "last-modified";
  static final String META_PREFIX = "x-amz-meta-";
  static final String RANGE = "range";
  static final String REQUEST_ID = "x-amz-request-id";
  static final String RETRY_AFTER = "retry-after";
  static final String STORAGE_CLASS = "x-amz-storage-class";
  static final String RENAME_SOURCE = "x-amz-rename-source";
  static final String SECURITY_TOKEN = "x-amz-security-token";
  static final String SESSION_TOKEN = "x-amz-s3session-token";
  static final String CLIENT_TOKEN = "x-amz-client-token";
  static final String WRITE_OFFSET = "x-amz-write-offset-bytes";
  static final String USER_AGENT = "user-agent";

  private S3Headers() {}
}
