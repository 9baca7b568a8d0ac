package io.blocktier.gateway.fault;

import java.util.Set;

/** The operations that faults can strike. */
public final class FaultyOperations {

  /** Their names, as S3 has them; {@code AppendObject} is {@code POST KEY?append}. */
  public static final Set<String> NAMES =
      Set.of(
          "AbortMultipartUpload",
          "AppendObject",
          "CompleteMultipartUpload",
          "CopyObject",
          "CreateBucket",
          "CreateMultipartUpload",
          "CreateSession",
          "DeleteBucket",
          "DeleteBucketCors",
          "DeleteBucketEncryption",
          "DeleteBucketTagging",
          "DeleteObject",
          "DeleteObjectTagging",
          "DeleteObjects",
          "DeletePublicAccessBlock",
          "GetBucketAcl",
          "GetBucketCors",
          "GetBucketEncryption",
          "GetBucketLocation",
          "GetBucketTagging",
          "GetBucketVersioning",
          "GetObject",
          "GetObjectAcl",
          "GetObjectAttributes",
          "GetObjectTagging",
          "GetPublicAccessBlock",
          "HeadBucket",
          "HeadObject",
          "ListBuckets",
          "ListDirectoryBuckets",
          "ListMultipartUploads",
          "ListObjectVersions",
          "ListObjects",
          "ListObjectsV2",
          "ListParts",
          "PostObject",
          "PreflightObject",
          "PutBucketAcl",
          "PutBucketCors",
          "PutBucketEncryption",
          "PutBucketOwnershipControls",
          "PutBucketTagging",
          "PutObject",
          "PutObjectAcl",
          "PutObjectTagging",
          "PutPublicAccessBlock",
          "RenameObject",
          "UploadPart",
          "UploadPartCopy");

  private FaultyOperations() {}
}
