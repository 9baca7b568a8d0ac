package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.wire.Signer;
import io.blocktier.benchmarks.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * The bucket of a server, into which objects are put before they are asked for. Immutable.
 *
 * @param server whose
 */
record Bucket(Server server) {

  private static final int WRITERS = 32;

  Wire connect() throws IOException {
    return new Wire(server.uri());
  }

  Signer signer() {
    return new Signer(server.uri(), server.keys());
  }

  String path(String key) {
    return "/" + server.bucket() + "/" + key;
  }

  /** Makes the bucket, where that is not somebody else's. */
  void make() throws IOException {
    if (server.keys().isEmpty()) {
      return;
    }
    try (Wire wire = connect()) {
      byte[] head = signer().head("GET", "/" + server.bucket(), "list-type=2&max-keys=1", 0);
      if (isThere(wire, head)) {
        return;
      }
    }
    try (Wire wire = connect()) {
      wire.send(signer().head("PUT", "/" + server.bucket(), "", 0));
    }
  }

  private static boolean isThere(Wire wire, byte[] head) throws IOException {
    try {
      wire.send(head);
      return true;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("http/1.1 404")) {
        return false;
      }
      throw e;
    }
  }

  /** Puts objects with the same bytes. */
  void fill(int count, IntFunction<String> key, byte[] bytes) throws IOException {
    if (server.files().isPresent()) {
      fillFiles(server.files().get(), count, key, bytes);
      return;
    }
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        int own = i;
        writers.add(threads.submit(() -> put(own, count, key, bytes)));
      }
    }
    for (Future<?> writer : writers) {
      await(writer);
    }
  }

  private Void put(int own, int count, IntFunction<String> key, byte[] bytes) throws IOException {
    Signer signer = signer();
    try (Wire wire = connect()) {
      for (int i = own; i < count; i += WRITERS) {
        wire.send(signer.head("PUT", path(key.apply(i)), "", bytes.length), bytes);
      }
    }
    return null;
  }

  private void fillFiles(Path root, int count, IntFunction<String> key, byte[] bytes)
      throws IOException {
    for (int i = 0; i < count; i++) {
      Path file = root.resolve(path(key.apply(i)).substring(1));
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
  }

  /** Waits for a task, and passes its failure on. */
  static <T> T await(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
