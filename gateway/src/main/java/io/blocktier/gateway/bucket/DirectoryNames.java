package io.blocktier.gateway.bucket;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules for names of directory buckets: {@code BASE--ZONE--x-s3}. The suffix is kept for them,
 * so that a name tells the kind of its bucket.
 */
public final class DirectoryNames {

  private static final String SUFFIX = "--x-s3";
  private static final int MAX_LENGTH = 63;
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?--([a-z0-9]+(?:-[a-z0-9]+)*)--x-s3");
  private static final List<String> RESERVED = List.of("xn--", "sthree-", "amzn-s3-demo-");

  private DirectoryNames() {}

  /** Tells whether a name is that of a directory bucket, legal or not. */
  public static boolean isDirectory(String name) {
    return name.endsWith(SUFFIX);
  }

  /** Returns the zone of a legal name. */
  public static Optional<String> zone(String name) {
    Matcher matcher = NAME.matcher(name);
    boolean legal =
        name.length() <= MAX_LENGTH
            && RESERVED.stream().noneMatch(name::startsWith)
            && matcher.matches();
    return legal ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
