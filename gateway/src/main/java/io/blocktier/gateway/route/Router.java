package io.blocktier.gateway.route;

import static io.blocktier.gateway.route.Operation.absent;
import static io.blocktier.gateway.route.Operation.open;
import static io.blocktier.gateway.route.Operation.reading;
import static io.blocktier.gateway.route.Operation.writing;

import io.blocktier.gateway.auth.Caller;
import io.blocktier.gateway.auth.SigningService;
import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.bucket.DirectoryNames;
import io.blocktier.gateway.bucket.UnsetSettings;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.express.Admission;
import io.blocktier.gateway.listing.ListObjects;
import io.blocktier.gateway.object.CopySource;
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
          "analytics",
          "annotation",
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
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "torrent",
          "website");

  /** What objects of buckets with locks have. */
  private static final Set<String> LOCKS = Set.of("legal-hold", "retention");

  private static final String PUBLIC_ACCESS = "publicAccessBlock";
  private static final String ENCRYPTION = "encryption";

  private final Operations operations;

  /** Routes to these. */
  public Router(Operations operations) {
    this.operations = operations;
  }

  /** Returns what a request asks for. */
  Operation route(S3Request request) throws S3Exception {
    Operation asked = find(request);
    return Admission.concerns(request) ? asked.admittedBy(Admission::admit) : asked;
  }

  private Operation find(S3Request request) throws S3Exception {
    Optional<String> absent = request.query().names().stream().filter(ABSENT::contains).findAny();
    if (absent.isPresent()) {
      return beyondObjects(absent.get(), request);
    }
    Query query = request.query();
    String method = request.head().method();
    if (query.has(PUBLIC_ACCESS) && !method.equals("OPTIONS")) {
      return publicAccess(method, request);
    }
    if (query.has(ENCRYPTION) && !method.equals("OPTIONS")) {
      return encryption(method, request);
    }
    if (query.has("session") && !request.target().isObject()) {
      return session(method);
    }
    if (request.target().isService()) {
      return service(method, request);
    }
    if (method.equals("OPTIONS")) {
      return open("PreflightObject", operations.cors()::preflight);
    }
    if (query.has("acl")) {
      return rights(method, request.target().isObject() ? "Object" : "Bucket");
    }
    return request.target().isObject() ? object(method, request) : bucket(method, request);
  }

  /** What is not kept can still be asked for; only what is in force anyway can be set. */
  private Operation beyondObjects(String feature, S3Request request) {
    UnsetSettings unset = operations.unset();
    String method = request.head().method();
    if (request.target().isObject()) {
      return LOCKS.contains(feature) ? lock(method, feature) : absent(feature);
    }
    if (request.target().isService()) {
      return absent(feature);
    }
    if (method.equals("GET") && unset.has(feature)) {
      return reading("GetBucket " + feature, asked -> unset.get(feature, asked));
    }
    if (method.equals("PUT") && unset.takes(feature)) {
      return writing(putting(feature), asked -> unset.put(feature, asked));
    }
    return method.equals("DELETE") && unset.clears(feature)
        ? writing("DeleteBucket " + feature, unset::clear)
        : absent(feature);
  }

  private static String putting(String feature) {
    return feature.equals("ownershipControls")
        ? "PutBucketOwnershipControls"
        : "PutBucket " + feature;
  }

  private Operation lock(String method, String feature) {
    return switch (method) {
      case "GET" -> reading("GetObject " + feature, operations.unset()::refuseLock);
      case "PUT" -> writing("PutObject " + feature, operations.unset()::refuseLock);
      default -> absent(feature);
    };
  }

  /** Objects and the service have no such setting. */
  private Operation publicAccess(String method, S3Request request) throws S3Exception {
    if (request.target().isService() || request.target().isObject()) {
      return absent(PUBLIC_ACCESS);
    }
    return switch (method) {
      case "GET" -> reading("GetPublicAccessBlock", operations.publicAccess()::get);
      case "PUT" -> writing("PutPublicAccessBlock", operations.publicAccess()::put);
      case "DELETE" -> writing("DeletePublicAccessBlock", operations.publicAccess()::delete);
      default -> throw notAllowed();
    };
  }

  /** An object says of its own encryption what it was written with. */
  private Operation encryption(String method, S3Request request) throws S3Exception {
    if (request.target().isService() || request.target().isObject()) {
      return absent(ENCRYPTION);
    }
    return switch (method) {
      case "GET" -> reading("GetBucketEncryption", operations.encryptions()::get);
      case "PUT" -> writing("PutBucketEncryption", operations.encryptions()::put);
      case "DELETE" -> writing("DeleteBucketEncryption", operations.encryptions()::delete);
      default -> throw notAllowed();
    };
  }

  /** AWS asks with GET, others with POST. */
  private Operation session(String method) throws S3Exception {
    return switch (method) {
      case "GET", "POST" -> reading("CreateSession", operations.directories().sessions()::create);
      default -> throw notAllowed();
    };
  }

  private Operation rights(String method, String of) throws S3Exception {
    return switch (method) {
      case "GET" -> reading("Get" + of + "Acl", operations.rights()::get);
      case "PUT" -> writing("Put" + of + "Acl", operations.rights()::put);
      default -> throw notAllowed();
    };
  }

  private Operation service(String method, S3Request request) throws S3Exception {
    return switch (method) {
      case "GET" ->
          isOfExpress(request)
              ? reading("ListDirectoryBuckets", operations.directories().buckets()::list)
              : reading("ListBuckets", operations.buckets()::list);
      default -> throw notAllowed();
    };
  }

  private Operation bucket(String method, S3Request request) throws S3Exception {
    Query query = request.query();
    return switch (method) {
      case "GET" -> bucketRead(query);
      case "HEAD" ->
          isDirectory(request)
              ? reading("HeadBucket", operations.directories().buckets()::head)
              : reading("HeadBucket", operations.buckets()::head);
      case "PUT" -> bucketWrite(request);
      case "POST" -> bucketPost(request);
      case "DELETE" -> bucketDelete(request);
      default -> throw notAllowed();
    };
  }

  private Operation bucketRead(Query query) {
    BucketOps buckets = operations.buckets();
    ListObjects lists = operations.lists();
    return switch (query) {
      case Query q when q.has("location") -> reading("GetBucketLocation", buckets::location);
      case Query q when q.has("versioning") -> reading("GetBucketVersioning", buckets::versioning);
      case Query q when q.has("cors") -> reading("GetBucketCors", operations.cors()::get);
      case Query q when q.has("tagging") ->
          reading("GetBucketTagging", operations.bucketTags()::get);
      case Query q when q.has("uploads") ->
          reading("ListMultipartUploads", operations.uploads()::list);
      case Query q when q.has("versions") -> reading("ListObjectVersions", lists::versions);
      case Query q when q.get("list-type").filter("2"::equals).isPresent() ->
          reading("ListObjectsV2", lists::second);
      default -> reading("ListObjects", lists::first);
    };
  }

  private Operation bucketWrite(S3Request request) {
    return switch (request.query()) {
      case Query q when q.has("cors") -> writing("PutBucketCors", operations.cors()::put);
      case Query q when q.has("tagging") ->
          writing("PutBucketTagging", operations.bucketTags()::put);
      case Query q when q.has("versioning") -> absent("versioning");
      default ->
          isDirectory(request)
              ? writing("CreateBucket", operations.directories().buckets()::create)
              : writing("CreateBucket", operations.buckets()::create);
    };
  }

  private Operation bucketPost(S3Request request) {
    if (request.query().has("delete")) {
      return writing("DeleteObjects", operations.deletes()::answer);
    }
    return isDirectory(request)
        ? absent("POST Object")
        : open("PostObject", operations.forms()::post);
  }

  private Operation bucketDelete(S3Request request) {
    return switch (request.query()) {
      case Query q when q.has("cors") -> writing("DeleteBucketCors", operations.cors()::delete);
      case Query q when q.has("tagging") ->
          writing("DeleteBucketTagging", operations.bucketTags()::delete);
      default ->
          isDirectory(request)
              ? writing("DeleteBucket", operations.directories().buckets()::delete)
              : writing("DeleteBucket", operations.buckets()::delete);
    };
  }

  private Operation object(String method, S3Request request) throws S3Exception {
    return switch (method) {
      case "GET" -> objectRead(request.query());
      case "HEAD" -> reading("HeadObject", operations.reads()::head);
      case "PUT" -> objectWrite(request);
      case "POST" -> objectPost(request);
      case "DELETE" -> objectDelete(request.query());
      default -> throw notAllowed();
    };
  }

  private Operation objectRead(Query query) {
    return switch (query) {
      case Query q when q.has("uploadId") -> reading("ListParts", operations.parts()::list);
      case Query q when q.has("attributes") ->
          reading("GetObjectAttributes", operations.known()::answer);
      case Query q when q.has("tagging") -> reading("GetObjectTagging", operations.tags()::get);
      default -> reading("GetObject", operations.reads()::get);
    };
  }

  private Operation objectWrite(S3Request request) {
    boolean copy = CopySource.isIn(request);
    return switch (request.query()) {
      case Query q when q.has("uploadId") && copy ->
          writing("UploadPartCopy", operations.parts()::copy).asLasting();
      case Query q when q.has("uploadId") -> writing("UploadPart", operations.parts()::upload);
      case Query q when q.has("tagging") -> writing("PutObjectTagging", operations.tags()::put);
      case Query q when q.has("renameObject") -> rename(request);
      default -> copy ? writing("CopyObject", operations.copies()::copy).asLasting() : put(request);
    };
  }

  private Operation rename(S3Request request) {
    return isDirectory(request)
        ? writing("RenameObject", operations.directories().renames()::rename)
        : absent("renameObject");
  }

  private Operation put(S3Request request) {
    boolean append = isDirectory(request) && request.header("x-amz-write-offset-bytes").isPresent();
    return append
        ? writing("PutObject", operations.directories().appends()::put)
        : writing("PutObject", operations.writes()::put);
  }

  private Operation objectPost(S3Request request) throws S3Exception {
    return switch (request.query()) {
      case Query q when q.has("append") && isDirectory(request) ->
          writing("AppendObject", operations.directories().appends()::post);
      case Query q when q.has("uploads") ->
          writing("CreateMultipartUpload", operations.uploads()::create);
      case Query q when q.has("uploadId") ->
          writing("CompleteMultipartUpload", operations.completion()::complete).asLasting();
      default -> throw notAllowed();
    };
  }

  private Operation objectDelete(Query query) {
    return switch (query) {
      case Query q when q.has("uploadId") ->
          writing("AbortMultipartUpload", operations.uploads()::abort);
      case Query q when q.has("tagging") ->
          writing("DeleteObjectTagging", operations.tags()::delete);
      default -> writing("DeleteObject", operations.writes()::delete);
    };
  }

  private static boolean isDirectory(S3Request request) {
    return DirectoryNames.isDirectory(request.target().bucket());
  }

  /** At one address for all, only the signature tells which list is meant. */
  private static boolean isOfExpress(S3Request request) {
    return request.sender().caller() instanceof Caller.KeyHolder holder
        && holder.service() == SigningService.S3_EXPRESS;
  }

  private static S3Exception notAllowed() {
    return new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
  }
}
