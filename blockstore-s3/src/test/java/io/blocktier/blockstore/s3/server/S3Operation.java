package io.blocktier.blockstore.s3.server;

/** The requests that the server knows. */
public enum S3Operation {
  CREATE_BUCKET,
  HEAD_BUCKET,
  LIST_OBJECTS,
  DELETE_OBJECTS,
  PUT_OBJECT,
  GET_OBJECT,
  HEAD_OBJECT,
  DELETE_OBJECT,
  COPY_OBJECT,
  CREATE_UPLOAD,
  UPLOAD_PART,
  UPLOAD_PART_COPY,
  COMPLETE_UPLOAD,
  ABORT_UPLOAD
}
