package io.blocktier.blockstore.s3.server;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts, gets, copies and deletes objects. */
final class ObjectHandlers {

  private final Bucket bucket;
  private final Traits traits;

  ObjectHandlers(Bucket bucket, Traits traits) {
    this.bucket = bucket;
    this.traits = traits;
  }

  Response put(Request request) throws Refused {
    String checksum = Handlers.checksum(request, traits);
    Map<String, String> kept = Handlers.kept(request, traits);
    String etag = Checks.md5(request.body());
    bucket.put(request, StoredObject.of(request.body(), etag, checksum, kept));
    Response done = Response.empty(200).with("ETag", '"' + etag + '"');
    return checksum.isEmpty() ? done : done.with("x-amz-checksum-crc32c", checksum);
  }

  Response get(Request request) throws Refused {
    StoredObject object = bucket.get(request.key());
    byte[] bytes = object.bytes();
    String range = request.header("range").orElse("");
    if (range.isEmpty()) {
      return checked(request, object, Response.empty(200).withBody(bytes));
    }
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    long first = Long.parseLong(ends[0]);
    long last = ends[1].isEmpty() ? Long.MAX_VALUE : Long.parseLong(ends[1]);
    if (first >= bytes.length) {
      throw new Refused(416, "InvalidRange");
    }
    int end = (int) Math.min(last, bytes.length - 1L) + 1;
    return Response.empty(206)
        .with(object.headers())
        .with("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + bytes.length)
        .withBody(Arrays.copyOfRange(bytes, (int) first, end));
  }

  Response head(Request request) throws Refused {
    StoredObject object = bucket.get(request.key());
    return checked(request, object, Response.empty(200).withBody(object.bytes()));
  }

  Response delete(Request request) throws Refused {
    bucket.delete(request);
    return Response.empty(204);
  }

  Response copy(Request request) throws Refused {
    StoredObject source = bucket.get(sourceKey(request));
    String match = request.header("x-amz-copy-source-if-match").orElse("");
    if (!match.isEmpty() && !bucket.matches(match, source)) {
      throw new Refused(412, "PreconditionFailed");
    }
    boolean replaces = request.header("x-amz-metadata-directive").orElse("").equals("REPLACE");
    if (!replaces && sourceKey(request).equals(request.key())) {
      throw new Refused(400, "InvalidRequest");
    }
    Map<String, String> kept = new TreeMap<>(Handlers.kept(request, traits));
    if (!replaces) {
      source.kept().forEach((name, value) -> keepMetadata(kept, name, value));
    }
    bucket.put(request, StoredObject.of(source.bytes(), source.etag(), source.checksum(), kept));
    return Response.xml(
        200, "<CopyObjectResult><ETag>\"" + source.etag() + "\"</ETag></CopyObjectResult>");
  }

  Response deleteBatch(Request request) throws Refused {
    if (traits.has(Traits.Flaw.NO_BATCH_DELETES)) {
      throw new Refused(501, "NotImplemented");
    }
    boolean digest =
        request.headers().keySet().stream().anyMatch(name -> name.startsWith("x-amz-checksum-"))
            || request.header("content-md5").isPresent();
    List<String> keys = Xml.texts(request.body(), "Key");
    if (!digest || keys.isEmpty() || keys.size() > 1000) {
      throw new Refused(400, digest ? "MalformedXML" : "InvalidRequest");
    }
    boolean quiet = Xml.texts(request.body(), "Quiet").contains("true");
    StringBuilder results = new StringBuilder();
    synchronized (bucket) {
      for (String key : keys) {
        results.append(deleteOne(key, quiet));
      }
    }
    return Response.xml(200, "<DeleteResult>" + results + "</DeleteResult>");
  }

  static String sourceKey(Request request) {
    String source = Request.decode(request.header("x-amz-copy-source").orElseThrow());
    String path = source.startsWith("/") ? source.substring(1) : source;
    return path.substring(path.indexOf('/') + 1);
  }

  private String deleteOne(String key, boolean quiet) {
    boolean unsaid = traits.has(Traits.Flaw.UNSAID_DELETES);
    String named = unsaid ? "" : "<Key>" + Xml.escape(key) + "</Key>";
    if (bucket.isLocked(key)) {
      return "<Error>" + named + "<Code>AccessDenied</Code></Error>";
    }
    bucket.objects().remove(key);
    return quiet || unsaid ? "" : "<Deleted>" + named + "</Deleted>";
  }

  private static void keepMetadata(Map<String, String> kept, String name, String value) {
    if (name.startsWith("x-amz-meta-")) {
      kept.put(name, value);
    }
  }

  private static Response checked(Request request, StoredObject object, Response response) {
    boolean asks = request.header("x-amz-checksum-mode").isPresent();
    Response full = response.with(object.headers());
    return asks && !object.checksum().isEmpty()
        ? full.with("x-amz-checksum-crc32c", object.checksum())
        : full;
  }
}
