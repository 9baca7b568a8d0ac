package io.blocktier.blockstore.local;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Makes disks on which chosen operations fail. */
final class FaultyDisk {

  private FaultyDisk() {}

  /** Decides whether an operation fails, by throwing. */
  @FunctionalInterface
  interface Fault {
    void before(String operation, Path path) throws IOException;
  }

  /** A disk that fails where the fault says so. */
  static Disk failing(Disk disk, Fault fault) {
    return overriding(
        disk,
        (operation, path) -> {
          fault.before(operation, path);
          return null;
        });
  }

  /** A disk whose new files take no bytes, as long as the switch says so. */
  static Disk full(Disk disk, BooleanSupplier full) {
    return overriding(
        disk,
        (operation, path) -> {
          if (full.getAsBoolean() && operation.equals("create")) {
            disk.create(path, Disk.Access.BUFFERED).close();
            return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
          }
          return full.getAsBoolean() && operation.equals("usableBytes") ? Long.valueOf(0) : null;
        });
  }

  @FunctionalInterface
  interface Answer {
    @Nullable Object instead(String operation, Path path) throws IOException;
  }

  static Disk overriding(Disk disk, Answer answer) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("glance")) {
                return null; // every look at a file goes through the operations that may fail
              }
              Object other = answer.instead(method.getName(), (Path) arguments[0]);
              try {
                return other == null ? method.invoke(disk, arguments) : other;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
