package io.blocktier.cache.index;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * Tells whether a Chronicle Map can work in this JVM, without running any of its code: it reaches
 * into the JDK, and where it may not, it fails halfway.
 */
final class ChronicleSupport {

  private static final int LAST_JAVA = 25;
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final String MEMORY_ACCESS = "--sun-misc-unsafe-memory-access=allow";
  private static final List<Access> NEEDED =
      List.of(
          new Access("java.base", "java.lang", true),
          new Access("java.base", "java.lang.reflect", true),
          new Access("java.base", "sun.nio.ch", false),
          new Access("java.base", "jdk.internal.ref", false),
          new Access("jdk.compiler", "com.sun.tools.javac.file", false));

  private ChronicleSupport() {}

  /** A package of the JDK that has to be accessible, deeply or in its public types. */
  private record Access(String module, String name, boolean deep) {

    boolean isGivenTo(Module user) {
      return ModuleLayer.boot()
          .findModule(module)
          .filter(owner -> deep ? owner.isOpen(name, user) : owner.isExported(name, user))
          .isPresent();
    }

    String option() {
      return (deep ? "--add-opens=" : "--add-exports=") + module + "/" + name + "=ALL-UNNAMED";
    }
  }

  /** Says what is in the way, and what would help; empty if nothing is. */
  static Optional<String> obstacle() {
    int java = Runtime.version().feature();
    if (java > LAST_JAVA) {
      return Optional.of("it does not work on Java " + java + ", only up to " + LAST_JAVA);
    }
    if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
      return Optional.of("this Java runtime has no compiler; it takes a JDK");
    }
    try {
      return missingOptions(ChronicleMap.class.getModule());
    } catch (NoClassDefFoundError e) {
      return Optional.of("net.openhft:chronicle-map is not on the class path");
    }
  }

  private static Optional<String> missingOptions(Module chronicle) {
    Stream<String> closed =
        NEEDED.stream().filter(access -> !access.isGivenTo(chronicle)).map(Access::option);
    Stream<String> blocked =
        chronicle.isNativeAccessEnabled() ? Stream.of() : Stream.of(NATIVE_ACCESS);
    Stream<String> denied =
        "deny".equals(System.getProperty("sun.misc.unsafe.memory.access"))
            ? Stream.of(MEMORY_ACCESS)
            : Stream.of();
    String missing =
        Stream.of(closed, blocked, denied).flatMap(s -> s).collect(Collectors.joining(" "));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("start the JVM, on the class path, with " + missing);
  }
}
