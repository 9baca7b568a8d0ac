package io.blocktier.gateway.route;

import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.ObjectReads;
import io.blocktier.gateway.object.ObjectWrites;
import io.blocktier.gateway.request.S3Request;

/** Finds the operation of a request: the table of S3's operations. Thread-safe. */
public final class Router {

  private final BucketOps buckets;
  private final ObjectReads reads;
  private final ObjectWrites writes;

  /** Routes to these. */
  public Router(BucketOps buckets, ObjectReads reads, ObjectWrites writes) {
    this.buckets = buckets;
    this.reads = reads;
    this.writes = writes;
  }

  /** Returns what a request asks for. */
  public Operation route(S3Request request) throws S3Exception {
    if (request.target().isService()) {
      return service(request);
    }
    return request.target().isObject() ? object(request) : bucket(request);
  }

  private Operation service(S3Request request) throws S3Exception {
    return switch (request.head().method()) {
      case "GET" -> new Operation("ListBuckets", buckets::list);
      default -> throw new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
    };
  }

  private Operation bucket(S3Request request) throws S3Exception {
    return switch (request.head().method()) {
      case "PUT" -> new Operation("CreateBucket", buckets::create);
      case "HEAD" -> new Operation("HeadBucket", buckets::head);
      case "DELETE" -> new Operation("DeleteBucket", buckets::delete);
      default -> throw new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
    };
  }

  private Operation object(S3Request request) throws S3Exception {
    return switch (request.head().method()) {
      case "GET" -> new Operation("GetObject", reads::get);
      case "HEAD" -> new Operation("HeadObject", reads::head);
      case "PUT" -> new Operation("PutObject", writes::put);
      case "DELETE" -> new Operation("DeleteObject", writes::delete);
      default -> throw new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
    };
  }
}
