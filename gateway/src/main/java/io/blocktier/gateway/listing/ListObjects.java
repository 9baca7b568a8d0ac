package io.blocktier.gateway.listing;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.bucket.Owner;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.EtagList;
import io.blocktier.gateway.object.ObjectHeaders;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.HttpDates;
import io.blocktier.gateway.request.PercentCoding;
import io.blocktier.gateway.request.S3Request;
import io.blocktier.gateway.task.FanOut;
import io.blocktier.gateway.xml.XmlWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lists the objects of a bucket, in the three dialects of S3. Thread-safe. */
public final class ListObjects {

  private static final int MAX_KEYS = 1000;

  private final BlockStore store;
  private final BucketRegistry buckets;
  private final Lookups lookups;

  /** Lists what is in a store. */
  public ListObjects(
      BlockStore store, FanOut fanOut, BucketRegistry buckets, Attributes attributes) {
    this.store = store;
    this.buckets = buckets;
    this.lookups = new Lookups(store, attributes, fanOut);
  }

  /** How lines are written. */
  private record Style(
      UnaryOperator<String> names, boolean owner, boolean versions, Bucket bucket) {}

  /** ListObjects. */
  public Answer first(S3Request request) throws IOException {
    String marker = request.query().get("marker").orElse("");
    ListQuery query = query(request, marker);
    Bucket bucket = bucket(request);
    ListPage page = KeyListing.page(store, bucket, query);
    UnaryOperator<String> names = names(request);
    XmlWriter xml = XmlWriter.of("ListBucketResult");
    head(xml, request, query, page, names, prefixOfFirst(request, query));
    xml.text("Marker", names.apply(marker));
    if (page.truncated() && !query.delimiter().isEmpty()) {
      xml.text("NextMarker", names.apply(page.last()));
    }
    return write(xml, page, new Style(names, true, false, bucket));
  }

  /** ListObjectsV2. */
  public Answer second(S3Request request) throws IOException {
    Optional<String> token = request.query().get("continuation-token");
    String startAfter = request.query().get("start-after").orElse("");
    String after =
        token.filter(text -> !text.isEmpty()).isPresent()
            ? ListTokens.position(token.get())
            : startAfter;
    ListQuery query = query(request, after);
    Bucket bucket = bucket(request);
    ListPage page = KeyListing.page(store, bucket, query);
    UnaryOperator<String> names = names(request);
    XmlWriter xml = XmlWriter.of("ListBucketResult");
    head(xml, request, query, page, names, names.apply(query.prefix()));
    xml.number("KeyCount", page.lines().size());
    xml.text("ContinuationToken", token);
    if (!startAfter.isEmpty()) {
      xml.text("StartAfter", names.apply(startAfter));
    }
    if (page.truncated()) {
      xml.text("NextContinuationToken", ListTokens.of(page.last()));
    }
    boolean owner = request.query().get("fetch-owner").filter("true"::equals).isPresent();
    return write(xml, page, new Style(names, owner, false, bucket));
  }

  /** ListObjectVersions: each object has one version, called null. */
  public Answer versions(S3Request request) throws IOException {
    String marker = request.query().get("key-marker").orElse("");
    String version = request.query().get("version-id-marker").orElse("");
    if (marker.isEmpty() && !version.isEmpty()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "A version-id marker cannot be specified without a key marker.");
    }
    ListQuery query = query(request, marker);
    Bucket bucket = bucket(request);
    ListPage page = KeyListing.page(store, bucket, query);
    UnaryOperator<String> names = names(request);
    XmlWriter xml = XmlWriter.of("ListVersionsResult");
    head(xml, request, query, page, names, names.apply(query.prefix()));
    xml.text("KeyMarker", names.apply(marker)).text("VersionIdMarker", version);
    if (page.truncated()) {
      xml.text("NextKeyMarker", names.apply(page.last())).text("NextVersionIdMarker", "null");
    }
    return write(xml, page, new Style(names, true, true, bucket));
  }

  private Bucket bucket(S3Request request) throws IOException {
    return buckets.require(request.target().bucket());
  }

  private static ListQuery query(S3Request request, String after) throws S3Exception {
    return new ListQuery(
        request.query().get("prefix").orElse(""),
        request.query().get("delimiter").orElse(""),
        after,
        request.query().number("max-keys", MAX_KEYS, 0, MAX_KEYS));
  }

  private static UnaryOperator<String> names(S3Request request) throws S3Exception {
    return PercentCoding.ofNames(request.query());
  }

  /**
   * Not all clients decode the prefix of this dialect, though all decode the rest of it: it is
   * encoded only where whoever decodes it would else read another.
   */
  private static String prefixOfFirst(S3Request request, ListQuery query) {
    return request.query().has("encoding-type")
        ? PercentCoding.encodeAmbiguous(query.prefix())
        : query.prefix();
  }

  private static void head(
      XmlWriter xml,
      S3Request request,
      ListQuery query,
      ListPage page,
      UnaryOperator<String> names,
      String prefix) {
    xml.text("Name", request.target().bucket()).text("Prefix", prefix);
    if (!query.delimiter().isEmpty()) {
      xml.text("Delimiter", names.apply(query.delimiter()));
    }
    xml.text("EncodingType", request.query().get("encoding-type"));
    xml.number("MaxKeys", query.most()).flag("IsTruncated", page.truncated());
  }

  private Answer write(XmlWriter xml, ListPage page, Style style) throws IOException {
    List<BlockStat> listed =
        page.lines().stream()
            .filter(ListPage.Key.class::isInstance)
            .map(line -> ((ListPage.Key) line).stat())
            .toList();
    List<Optional<StoredObject>> objects = lookups.all(listed);
    int next = 0;
    for (ListPage.Line line : page.lines()) {
      switch (line) {
        case ListPage.Key key -> {
          Optional<StoredObject> object = objects.get(next++);
          object.ifPresent(found -> writeKey(xml, key.name(), found, style));
        }
        case ListPage.Fold fold ->
            xml.start("CommonPrefixes").text("Prefix", style.names.apply(fold.name())).end();
      }
    }
    return Answer.xml(xml.finish());
  }

  private static void writeKey(XmlWriter xml, String key, StoredObject object, Style style) {
    xml.start(style.versions ? "Version" : "Contents").text("Key", style.names.apply(key));
    if (style.versions) {
      xml.text("VersionId", "null").flag("IsLatest", true);
    }
    xml.text("LastModified", HttpDates.xml(object.attributes().created()));
    xml.text("ETag", EtagList.quoted(object.attributes().etag()));
    object.attributes().checksums().keySet().forEach(name -> xml.text("ChecksumAlgorithm", name));
    xml.text("ChecksumType", object.attributes().checksumType());
    xml.number("Size", object.size());
    if (style.owner) {
      String owner = object.attributes().acl().map(Acl::owner).orElse(style.bucket.owner());
      Owner.write(xml, "Owner", owner);
    }
    xml.text("StorageClass", ObjectHeaders.storageClass(object.attributes())).end();
  }
}
