package io.blocktier.torture;

import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs several things at the same time, and waits for all of them. */
final class Together {

  private Together() {}

  static void run(Effects effects, List<? extends Callable<@Nullable Void>> all)
      throws IOException, InterruptedException {
    for (Future<@Nullable Void> each : effects.executor().invokeAll(all)) {
      join(each);
    }
  }

  private static void join(Future<@Nullable Void> each) throws IOException, InterruptedException {
    try {
      each.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }
}
