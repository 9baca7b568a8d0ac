package io.blocktier.blockstore.express;

import io.blocktier.blockstore.spi.StoreLocation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes {@code express://bucket--zone--x-s3/name} and {@code
 * express://host:port/bucket--zone--x-s3/name} apart. An authority with a port is a server, spoken
 * to in plain http unless the port is 443.
 */
final class ExpressLocation {

  private static final Pattern URI =
      Pattern.compile(
          "express://(?:([^/]+:(\\d{1,5}))/)?([^/:]+--[^/:]+--x-s3)(?:/(.*))?", Pattern.DOTALL);
  private static final String HTTPS_PORT = "443";

  private ExpressLocation() {}

  static StoreLocation parse(String uri) {
    Matcher parts = URI.matcher(uri);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' names no directory bucket: write express://base--zone--x-s3/key, or"
                  + " express://host:port/base--zone--x-s3/key for another server",
              uri));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    if (parts.group(1) != null) {
      String scheme = HTTPS_PORT.equals(parts.group(2)) ? "https://" : "http://";
      settings.put("endpoint", scheme + parts.group(1));
    }
    settings.put("bucket", parts.group(3));
    settings.put("key_prefix", ""); // a URI says where it starts; no configured prefix beneath
    return new StoreLocation(settings, parts.group(4) == null ? "" : parts.group(4));
  }
}
