package io.blocktier.blockstore.express;

import io.blocktier.blockstore.spi.InvalidSettingException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a directory bucket.
 *
 * @param base what its owner called it
 * @param zone the id of the zone that it is in
 */
record BucketName(String base, String zone) {

  static final String ZONE = "[a-z0-9]+(?:-[a-z0-9]+)*";

  private static final int MOST = 63;
  private static final int LEAST = 3;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
  private static final Pattern BASE = Pattern.compile(LABEL);
  private static final Pattern FULL = Pattern.compile("(" + LABEL + ")--(" + ZONE + ")--x-s3");

  static String legal(String text) {
    boolean fits = text.length() >= LEAST && text.length() <= MOST;
    if (!fits || !BASE.matcher(text).matches() || text.startsWith("xn--")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' is no directory bucket: write base--zone--x-s3, or the base alone, in"
                  + " lower-case letters, digits and hyphens, 3 to 63 of them",
              text));
    }
    return text;
  }

  /** Takes a full name apart, or completes one with a zone. */
  static BucketName of(String text, String zone) {
    Matcher full = FULL.matcher(text);
    BucketName name =
        full.matches() ? new BucketName(full.group(1), full.group(2)) : new BucketName(text, zone);
    if (name.toString().length() > MOST) {
      throw new InvalidSettingException(
          ExpressSettings.BUCKET.key(), "'" + name + "' has more than 63 characters");
    }
    return name;
  }

  @Override
  public String toString() {
    return base + "--" + zone + "--x-s3";
  }
}
