package io.blocktier.blockstore.s3.server;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Serves requests from the buckets. */
final class Handlers {

  private final Traits traits;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  Handlers(Traits traits) {
    this.traits = traits;
  }

  Bucket create(String name) {
    return buckets.computeIfAbsent(name, _ -> new Bucket(traits));
  }

  Response handle(S3Operation operation, Request request) throws Refused {
    Checks.requireSignature(request);
    if (operation == S3Operation.CREATE_BUCKET) {
      create(request.bucket());
      return Response.empty(200);
    }
    Bucket bucket = buckets.get(request.bucket());
    if (bucket == null) {
      throw new Refused(404, "NoSuchBucket");
    }
    ObjectHandlers objects = new ObjectHandlers(bucket, traits);
    UploadHandlers uploads = new UploadHandlers(bucket, traits);
    return switch (operation) {
      case CREATE_BUCKET, HEAD_BUCKET -> Response.empty(200);
      case LIST_OBJECTS -> new ListHandler(bucket, traits).list(request);
      case DELETE_OBJECTS -> objects.deleteBatch(request);
      case PUT_OBJECT -> objects.put(request);
      case GET_OBJECT -> objects.get(request);
      case HEAD_OBJECT -> objects.head(request);
      case DELETE_OBJECT -> objects.delete(request);
      case COPY_OBJECT -> objects.copy(request);
      case CREATE_UPLOAD -> uploads.create(request);
      case UPLOAD_PART -> uploads.part(request);
      case UPLOAD_PART_COPY -> uploads.copyPart(request);
      case COMPLETE_UPLOAD -> uploads.complete(request);
      case ABORT_UPLOAD -> uploads.abort(request);
    };
  }

  /** Refuses what can be refused by the head of a request, where the server does so. */
  Optional<Response> early(S3Operation operation, Request head) {
    boolean looks =
        traits.has(Traits.Flaw.HASTY_CONDITIONS) || traits.has(Traits.Flaw.EARLY_REFUSALS);
    if (looks && operation == S3Operation.PUT_OBJECT) {
      try {
        create(head.bucket()).judge(head);
      } catch (Refused e) {
        return Optional.of(e.response());
      }
    }
    return Optional.empty();
  }

  /** The headers of a request that come back with the object. */
  static Map<String, String> kept(Request request, Traits traits) throws Refused {
    Map<String, String> kept = new TreeMap<>();
    int metadata = 0;
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      String name = header.getKey();
      boolean user = name.startsWith("x-amz-meta-");
      if (user) {
        metadata += name.length() - "x-amz-meta-".length() + header.getValue().length();
      }
      boolean keeps = user && !traits.has(Traits.Flaw.LOST_METADATA);
      if (keeps
          || name.equals("x-amz-storage-class")
          || name.startsWith("x-amz-server-side-encryption")) {
        boolean dashes = user && traits.has(Traits.Flaw.DASHED_METADATA);
        kept.put(dashes ? name.replace('_', '-') : name, header.getValue());
      }
    }
    if (metadata > 2048) {
      throw new Refused(400, "MetadataTooLarge");
    }
    return kept;
  }

  /** Checks the body against the checksum in its header; returns what to keep of it. */
  static String checksum(Request request, Traits traits) throws Refused {
    if (traits.has(Traits.Flaw.NO_CHECKSUMS)) {
      return "";
    }
    String given = request.header("x-amz-checksum-crc32c").orElse("");
    if (!given.isEmpty() && !given.equals(Checks.crc32c(request.body()))) {
      throw new Refused(400, "BadDigest");
    }
    return given;
  }
}
