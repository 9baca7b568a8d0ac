package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.spi.SettingType;
import java.net.URI;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The types of settings that only S3 has. What no server can take is refused here, where the
 * message can name the setting, rather than by whoever meets it on the way to the network.
 */
final class S3SettingTypes {

  private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
  private static final Pattern HOST_LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final String DIRECTORY_BUCKET = "--x-s3";
  private static final int MOST_PORT = 65_535;

  /** What Amazon lets a general-purpose bucket be called. */
  static final SettingType<String> BUCKET =
      text("bucket name, e.g. my-blocks", S3SettingTypes::bucket);

  /** A region: it becomes part of a host name and of every signature. */
  static final SettingType<String> REGION = text("region, e.g. eu-west-1", S3SettingTypes::region);

  /** The address of a server. */
  static final SettingType<URI> ENDPOINT =
      new SettingType<>(
          SettingType.ENDPOINT.label(),
          text -> endpoint(SettingType.ENDPOINT.parser().apply(text)),
          SettingType.ENDPOINT.printer());

  private S3SettingTypes() {}

  private static SettingType<String> text(String label, UnaryOperator<String> check) {
    return new SettingType<>(label, check, UnaryOperator.identity());
  }

  private static String bucket(String name) {
    require(
        BUCKET_NAME.matcher(name).matches(),
        "'%s' is no bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, with a"
            + " letter or digit at both ends",
        name);
    require(!name.contains(".."), "'%s' is no bucket name: it has two dots in a row", name);
    require(!IPV4.matcher(name).matches(), "'%s' is an IP address, no bucket name", name);
    require(
        !name.endsWith(DIRECTORY_BUCKET),
        "'%s' names a directory bucket; only general-purpose buckets are offered",
        name);
    return name;
  }

  private static String region(String name) {
    require(
        HOST_LABEL.matcher(name).matches(),
        "'%s' is no region: letters, digits and hyphens, such as eu-west-1",
        name);
    return name;
  }

  static URI endpoint(URI uri) {
    require(
        uri.getPort() != 0 && uri.getPort() <= MOST_PORT,
        "'%s' has a port that is not from 1 to 65535",
        uri);
    require(
        uri.getRawQuery() == null && uri.getRawFragment() == null,
        "'%s' has more behind the path than an address has",
        uri);
    return uri;
  }

  private static void require(boolean met, String message, Object value) {
    if (!met) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, value));
    }
  }
}
