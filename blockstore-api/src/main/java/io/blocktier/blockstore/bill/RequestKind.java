package io.blocktier.blockstore.bill;

/** What kinds of requests a service counts apart, by what it asks for them. */
public enum RequestKind {
  /** Brings an object, or a part of one. */
  PUT,
  /** Has the service copy an object, or a part of one. */
  COPY,
  /** Begins or completes an upload in parts. */
  POST,
  /** Asks for a page of a listing. */
  LIST,
  /** Fetches an object, or a range of one. */
  GET,
  /** Looks at an object, or asks for anything that is none of the others. */
  HEAD,
  /** Deletes objects, or gives an upload up: nothing is asked for it. */
  DELETE;

  /**
   * Returns the kind of an operation.
   *
   * @param operation what S3 calls it, such as {@code UploadPartCopy}
   * @return its kind
   */
  public static RequestKind ofS3(String operation) {
    return switch (operation) {
      case "PutObject", "UploadPart", "AppendObject", "CreateBucket" -> PUT;
      case "CopyObject", "UploadPartCopy", "RenameObject" -> COPY;
      case "PostObject", "CreateMultipartUpload", "CompleteMultipartUpload" -> POST;
      case "ListObjects",
          "ListObjectsV2",
          "ListObjectVersions",
          "ListBuckets",
          "ListDirectoryBuckets",
          "ListMultipartUploads",
          "ListParts" ->
          LIST;
      case "GetObject" -> GET;
      case "DeleteObject", "DeleteObjects", "DeleteBucket", "AbortMultipartUpload" -> DELETE;
      default -> HEAD;
    };
  }

  /** Tells whether it is charged like a write. */
  boolean isWrite() {
    return this == PUT || this == COPY || this == POST || this == LIST;
  }
}
