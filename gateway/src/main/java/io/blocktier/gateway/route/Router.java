package io.blocktier.gateway.route;

import static io.blocktier.gateway.route.Operation.absent;
import static io.blocktier.gateway.route.Operation.reading;
import static io.blocktier.gateway.route.Operation.writing;

import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.listing.ListObjects;
import io.blocktier.gateway.object.DeleteObjects;
import io.blocktier.gateway.object.ObjectReads;
import io.blocktier.gateway.object.ObjectWrites;
import io.blocktier.gateway.request.Query;
import io.blocktier.gateway.request.S3Request;
import java.util.Optional;
import java.util.Set;

/** Finds the operation of a request: the table of S3's operations. Thread-safe. */
public final class Router {

  /** Parts of a bucket or an object that S3 has and this server has not. */
  private static final Set<String> ABSENT =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "annotation",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "lifecycle",
          "logging",
          "metadataConfiguration",
          "metadataTable",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "renameObject",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "session",
          "torrent",
          "website");

  private final BucketOps buckets;
  private final ListObjects lists;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final DeleteObjects deletes;

  /** Routes to these. */
  public Router(
      BucketOps buckets,
      ListObjects lists,
      ObjectReads reads,
      ObjectWrites writes,
      DeleteObjects deletes) {
    this.buckets = buckets;
    this.lists = lists;
    this.reads = reads;
    this.writes = writes;
    this.deletes = deletes;
  }

  /** Returns what a request asks for. */
  Operation route(S3Request request) throws S3Exception {
    Optional<String> absent = request.query().names().stream().filter(ABSENT::contains).findAny();
    if (absent.isPresent()) {
      return absent(absent.get());
    }
    Query query = request.query();
    String method = request.head().method();
    if (request.target().isService()) {
      return service(method);
    }
    return request.target().isObject() ? object(method, query) : bucket(method, query);
  }

  private Operation service(String method) throws S3Exception {
    return switch (method) {
      case "GET" -> reading("ListBuckets", buckets::list);
      default -> throw notAllowed();
    };
  }

  private Operation bucket(String method, Query query) throws S3Exception {
    return switch (method) {
      case "GET" -> bucketRead(query);
      case "HEAD" -> reading("HeadBucket", buckets::head);
      case "PUT" -> bucketWrite(query);
      case "POST" -> bucketPost(query);
      case "DELETE" -> bucketDelete(query);
      default -> throw notAllowed();
    };
  }

  private Operation bucketRead(Query query) {
    return switch (query) {
      case Query q when q.has("location") -> reading("GetBucketLocation", buckets::location);
      case Query q when q.has("versioning") -> reading("GetBucketVersioning", buckets::versioning);
      case Query q when q.has("versions") -> reading("ListObjectVersions", lists::versions);
      case Query q when q.get("list-type").filter("2"::equals).isPresent() ->
          reading("ListObjectsV2", lists::second);
      default -> reading("ListObjects", lists::first);
    };
  }

  private Operation bucketWrite(Query query) {
    return switch (query) {
      case Query q when q.has("versioning") -> absent("versioning");
      default -> writing("CreateBucket", buckets::create);
    };
  }

  private Operation bucketPost(Query query) {
    return switch (query) {
      case Query q when q.has("delete") -> writing("DeleteObjects", deletes::answer);
      default -> absent("POST Object");
    };
  }

  private Operation bucketDelete(Query query) {
    return writing("DeleteBucket", buckets::delete);
  }

  private Operation object(String method, Query query) throws S3Exception {
    return switch (method) {
      case "GET" -> reading("GetObject", reads::get);
      case "HEAD" -> reading("HeadObject", reads::head);
      case "PUT" -> writing("PutObject", writes::put);
      case "DELETE" -> writing("DeleteObject", writes::delete);
      default -> throw notAllowed();
    };
  }

  private static S3Exception notAllowed() {
    return new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
  }
}
