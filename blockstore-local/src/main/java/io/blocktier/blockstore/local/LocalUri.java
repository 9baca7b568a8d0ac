package io.blocktier.blockstore.local;

import io.blocktier.blockstore.spi.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A URI of a local path, taken apart into the root of a store and a name in it. A directory that a
 * store has written to is the root of all that is below it, unless anyone may write to it, as to
 * {@code /tmp}: there another user could choose the root of one's own paths. Otherwise a directory
 * that exists is itself the root, and of anything else the directory it is in.
 *
 * @param direct whether the scheme asks for direct I/O
 * @param path what stands behind the scheme
 */
record LocalUri(boolean direct, String path) {

  static LocalUri parse(String uri) {
    int colon = uri.indexOf(':');
    String scheme = colon < 0 ? "" : uri.substring(0, colon);
    if (!scheme.equals("file") && !scheme.equals("direct")) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is not file:PATH or direct:PATH", uri));
    }
    String rest = uri.substring(colon + 1);
    String path = rest.startsWith("//") ? withoutAuthority(uri, rest) : rest;
    if (path.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' names no path; write %s:/path/to/blocks", uri, scheme));
    }
    return new LocalUri(scheme.equals("direct"), path);
  }

  StoreLocation location() {
    boolean asDirectory = path.endsWith("/");
    Path target = Path.of(path).toAbsolutePath().normalize();
    Path root = root(target, asDirectory);
    String name = String.join("/", names(root, target));
    String suffix = asDirectory && !name.isEmpty() ? "/" : "";
    Map<String, String> settings = new HashMap<>(Map.of("path", root.toString()));
    if (direct) {
      settings.put("direct", "true");
    }
    return new StoreLocation(settings, name + suffix);
  }

  private static Path root(Path target, boolean asDirectory) {
    for (Path path = target; path != null; path = path.getParent()) {
      if (Files.isDirectory(path.resolve(Names.RESERVED)) && !openToAll(path)) {
        return path;
      }
    }
    Path parent = target.getParent();
    return asDirectory || parent == null || Files.isDirectory(target) ? target : parent;
  }

  private static boolean openToAll(Path directory) {
    try {
      return Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (UnsupportedOperationException | IOException e) {
      return false;
    }
  }

  private static Iterable<String> names(Path root, Path target) {
    Path relative = root.relativize(target);
    return () -> StreamSupport.stream(relative.spliterator(), false).map(Path::toString).iterator();
  }

  private static String withoutAuthority(String uri, String rest) {
    String path = rest.substring(2);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' names a host; write file:/path or file:///path", uri));
    }
    return path;
  }
}
