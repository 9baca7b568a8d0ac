package io.blocktier.blockstore.s3.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Lists objects, version 2. */
final class ListHandler {

  private static final String EMPTY_PAGE_MARK = "z";

  private final Bucket bucket;
  private final Traits traits;

  ListHandler(Bucket bucket, Traits traits) {
    this.bucket = bucket;
    this.traits = traits;
  }

  Response list(Request request) throws Refused {
    if (!request.query().getOrDefault("list-type", "").equals("2")) {
      throw new Refused(501, "NotImplemented");
    }
    String token = request.query().getOrDefault("continuation-token", "");
    if (traits.has(Traits.Flaw.EMPTY_PAGES) && !token.startsWith(EMPTY_PAGE_MARK)) {
      return Response.xml(200, page("", EMPTY_PAGE_MARK + token));
    }
    String position = token.startsWith(EMPTY_PAGE_MARK) ? token.substring(1) : token;
    String after =
        position.isEmpty()
            ? request.query().getOrDefault("start-after", "")
            : new String(HexFormat.of().parseHex(position), StandardCharsets.UTF_8);
    synchronized (bucket) {
      return page(request, after);
    }
  }

  private Response page(Request request, String after) {
    String prefix = request.query().getOrDefault("prefix", "");
    boolean folded = request.asks("delimiter");
    int most = Integer.parseInt(request.query().getOrDefault("max-keys", "1000"));
    List<String> entries = new ArrayList<>();
    TreeSet<String> folders = new TreeSet<>(Bucket.UTF8);
    String last = "";
    for (Map.Entry<String, StoredObject> entry :
        bucket.objects().tailMap(after, false).entrySet()) {
      String key = entry.getKey();
      int slash = folded ? key.indexOf('/', prefix.length()) : -1;
      boolean shown = key.startsWith(prefix) && !(slash >= 0 && after.equals(folder(key, slash)));
      if (!shown || (slash >= 0 && folders.contains(key.substring(0, slash + 1)))) {
        last = shown ? key : last;
        continue;
      }
      if (entries.size() + folders.size() == most) {
        boolean stuck = traits.has(Traits.Flaw.STUCK_FOLDERS) && !folders.isEmpty();
        return Response.xml(200, page(body(entries, folders), token(stuck ? after : last)));
      }
      if (slash >= 0) {
        folders.add(key.substring(0, slash + 1));
      } else {
        entries.add(content(key, entry.getValue()));
      }
      last = key;
    }
    return Response.xml(200, page(body(entries, folders), ""));
  }

  private static String folder(String key, int slash) {
    return key.substring(0, slash + 1);
  }

  private String body(List<String> entries, Set<String> folders) {
    List<String> shown = traits.has(Traits.Flaw.REVERSED_LISTINGS) ? entries.reversed() : entries;
    StringBuilder body = new StringBuilder(String.join("", shown));
    body.append(traits.has(Traits.Flaw.REPEATED_NAMES) ? String.join("", shown) : "");
    for (String folder : folders) {
      body.append("<CommonPrefixes><Prefix>").append(encode(folder));
      body.append("</Prefix></CommonPrefixes>");
    }
    return body.toString();
  }

  private static String page(String body, String next) {
    String more =
        next.isEmpty()
            ? "<IsTruncated>false</IsTruncated>"
            : "<IsTruncated>true</IsTruncated><NextContinuationToken>"
                + next
                + "</NextContinuationToken>";
    return "<ListBucketResult><EncodingType>url</EncodingType>"
        + more
        + body
        + "</ListBucketResult>";
  }

  private String content(String key, StoredObject object) {
    String etag =
        traits.has(Traits.Flaw.UNNAMED_LISTINGS)
            ? ""
            : "<ETag>&quot;" + object.etag() + "&quot;</ETag>";
    return "<Contents><Key>"
        + encode(key)
        + "</Key><LastModified>"
        + object.written()
        + "</LastModified>"
        + etag
        + "<Size>"
        + object.bytes().length
        + "</Size><StorageClass>"
        + object.storageClass()
        + "</StorageClass></Contents>";
  }

  private static String token(String key) {
    return HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
