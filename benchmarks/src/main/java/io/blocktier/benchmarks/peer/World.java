package io.blocktier.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class path of its own, for a peer whose libraries do not go together with ours. A module of the
 * source tree below {@code benchmarks/peers}, which is built when it is asked for, lists the jars
 * and has the classes that use them; what they share with this class path is what is in {@code
 * io.blocktier.benchmarks}, and the JDK. Immutable.
 */
public final class World {

  private static final String MODULE = "blocktier-peer-";

  private final String name;
  private final Path module;

  private World(String name, Path module) {
    this.name = name;
    this.module = module;
  }

  /**
   * Names a world, which may be there or not.
   *
   * @param name of its folder
   * @return the world of that name beside the classes of this program
   */
  public static World of(String name) {
    URI here =
        URI.create(World.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return at(name, Path.of(here).resolveSibling("../peers").normalize()); // here is in target
  }

  static World at(String name, Path peers) {
    return new World(name, peers.resolve(name));
  }

  private Path libraries() {
    return module.resolve("target").resolve("libraries");
  }

  private Path classes() {
    return module.resolve("target").resolve("classes");
  }

  /** Tells why nobody of it can take part, if so, and what helps. */
  public Optional<String> absence() {
    if (Files.exists(libraries())) {
      return missing().map(jar -> jar + " of its class path is gone; " + remedy());
    }
    return Optional.of("its class path is not built; " + remedy());
  }

  private Optional<Path> missing() {
    return jars().stream().filter(jar -> !Files.exists(jar)).findFirst();
  }

  private String remedy() {
    return "./build -P peers -q package -Dmaven.test.skip -Djacoco.skip -am -pl :" + MODULE + name;
  }

  private List<Path> jars() {
    try {
      String line = Files.readString(libraries()).strip();
      return Arrays.stream(line.split(":", -1)).map(Path::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the class path of " + name + " cannot be read", e);
    }
  }

  /**
   * Tells which version of a library it has.
   *
   * @param library the name of its jar
   * @return the version; {@code not built} where nobody knows
   */
  public String version(String library) {
    if (!Files.exists(libraries())) {
      return "(not built)";
    }
    Pattern named = Pattern.compile(Pattern.quote(library) + "-(\\d.*)\\.jar");
    return jars().stream()
        .map(jar -> named.matcher(String.valueOf(jar.getFileName())))
        .filter(Matcher::matches)
        .map(jar -> jar.group(1))
        .findFirst()
        .orElse("unknown");
  }

  /**
   * Loads what a world has to offer. The calling thread, and those that it starts from then on,
   * belong to that world: libraries look for their own parts by the class loader of the thread.
   *
   * @param type what is looked for, which the world provides as a service
   * @param provider the simple name of the class that provides it
   * @param <T> the same
   * @return it
   * @throws IOException if the world is not there, or does not have it
   */
  public <T> T load(Class<T> type, String provider) throws IOException {
    Optional<String> absence = absence();
    if (absence.isPresent()) {
      throw new IOException(absence.get());
    }
    List<URL> path = new ArrayList<>();
    path.add(url(classes()));
    for (Path jar : jars()) {
      path.add(url(jar));
    }
    ClassLoader loader =
        new URLClassLoader(name, path.toArray(URL[]::new), new Shared(type.getClassLoader()));
    Thread.currentThread().setContextClassLoader(loader);
    return ServiceLoader.load(type, loader).stream()
        .filter(each -> each.type().getSimpleName().equals(provider))
        .findFirst()
        .orElseThrow(() -> new IOException(classes() + " has no " + provider + "; " + remedy()))
        .get();
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  /** What both sides know: the JDK, and the classes of this program. */
  private static final class Shared extends ClassLoader {

    static {
      registerAsParallelCapable(); // many threads load at the beginning of a round
    }

    private static final String PROGRAM = "io.blocktier.benchmarks.";

    private final ClassLoader program;

    Shared(ClassLoader program) {
      super("shared", getPlatformClassLoader());
      this.program = program;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith(PROGRAM)) {
        throw new ClassNotFoundException(name);
      }
      return program.loadClass(name);
    }
  }
}
