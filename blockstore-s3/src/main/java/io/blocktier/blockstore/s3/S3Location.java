package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.spi.StoreLocation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes {@code s3://bucket/name} and {@code s3://host:port/bucket/name} apart. An authority with a
 * port is a server, spoken to in plain http unless the port is 443.
 */
final class S3Location {

  private static final Pattern ON_A_SERVER =
      Pattern.compile("s3://([^/]+:(\\d{1,5}))(?:/([^/]*)(?:/(.*))?)?", Pattern.DOTALL);
  private static final Pattern ON_AMAZON =
      Pattern.compile("s3://([^/:]*)(?:/(.*))?", Pattern.DOTALL);
  private static final String HTTPS_PORT = "443";

  private S3Location() {}

  static StoreLocation parse(String uri) {
    Matcher server = ON_A_SERVER.matcher(uri);
    if (server.matches()) {
      boolean tls = server.group(2).equals(HTTPS_PORT);
      String endpoint = (tls ? "https://" : "http://") + server.group(1);
      return location(uri, Map.of("endpoint", endpoint), server.group(3), server.group(4));
    }
    Matcher amazon = ON_AMAZON.matcher(uri);
    if (amazon.matches()) {
      return location(uri, Map.of(), amazon.group(1), amazon.group(2));
    }
    throw illegal(uri);
  }

  private static StoreLocation location(
      String uri, Map<String, String> server, String bucket, String name) {
    if (bucket == null || bucket.isEmpty()) {
      throw illegal(uri);
    }
    Map<String, String> settings = new LinkedHashMap<>(server);
    settings.put("bucket", bucket);
    settings.put("key_prefix", ""); // a URI says where it starts; no configured prefix goes beneath
    return new StoreLocation(settings, name == null ? "" : name);
  }

  private static IllegalArgumentException illegal(String uri) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "'%s' names no bucket: write s3://bucket/key, or s3://host:port/bucket/key for another server",
            uri));
  }
}
