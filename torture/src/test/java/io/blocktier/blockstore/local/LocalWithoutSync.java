package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.layer.LifecycleBlockStore;
import io.blocktier.blockstore.layer.LifecyclePolicy;
import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** Opens a local store that leaves out some of its syncs. */
public final class LocalWithoutSync {

  private static final Set<String> SYNCS = Set.of("force", "forceDirectory");

  private LocalWithoutSync() {}

  /**
   * Opens it durable but for some syncs.
   *
   * @param left tells by the name of the call which sync is left out
   */
  public static BlockStore open(Path root, Effects effects, Predicate<String> left)
      throws IOException {
    Disk real = new RealDisk(0644, 0755, effects.executor());
    LocalOptions options =
        new LocalOptions(root, true, 0644, 0755, false, true, Duration.ofSeconds(30), 4, 64 << 10);
    LocalOptions rooted = options.withRoot(Roots.locate(options, real));
    Disk disk = without(real, left);
    return new LifecycleBlockStore(
        new LocalBlockStore(rooted, Roots.capabilities(rooted), disk, effects),
        LifecyclePolicy.DEFAULT);
  }

  private static Disk without(Disk real, Predicate<String> left) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (_, method, arguments) ->
                isSync(method) && left.test(method.getName())
                    ? null
                    : call(real, method, arguments));
  }

  private static boolean isSync(Method method) {
    return SYNCS.contains(method.getName());
  }

  private static Object call(Disk real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
