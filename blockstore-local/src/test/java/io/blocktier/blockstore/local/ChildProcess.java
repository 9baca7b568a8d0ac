package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another JVM that works on a root. Says what it has done line by line. */
final class ChildProcess {

  static final BlockKey COUNTER = BlockKey.of("counter");
  static final BlockKey LOG = BlockKey.of("log");
  static final int BLOCK_WORDS = 20_000;

  private ChildProcess() {}

  static Process start(String task, Path root, int times) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ChildProcess.class.getName(),
            task,
            root.toString(),
            Integer.toString(times));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Runs a task: {@code count}, {@code race}, {@code append} or {@code write}, so many times. */
  public static void main(String[] arguments) throws IOException {
    int times = Integer.parseInt(arguments[2]);
    try (BlockStore store = LocalFixture.open(Path.of(arguments[1]))) {
      for (int i = 0; i < times; i++) {
        say(
            switch (arguments[0]) {
              case "count" -> increment(store);
              case "race" -> claim(store, i) ? "won " + i : "lost " + i;
              case "append" -> append(store, ProcessHandle.current().pid() + " " + i);
              default -> writeBlock(store, i);
            });
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Adds one to the counter by compare-and-set. */
  static String increment(BlockStore store) throws IOException {
    String next = null;
    while (next == null) {
      next = tryIncrement(store);
    }
    return next;
  }

  private static @Nullable String tryIncrement(BlockStore store) throws IOException {
    BlockStat before = store.stat(COUNTER);
    String text = LocalFixture.read(store, COUNTER.value());
    String next = Integer.toString(Integer.parseInt(text) + 1);
    Content content = Content.of(next.getBytes(StandardCharsets.UTF_8));
    try {
      store.write(COUNTER, content, WriteOptions.ifMatch(before.etag()));
      return next;
    } catch (PreconditionFailedException overtaken) {
      return null;
    }
  }

  /** Takes a name that only one may have. */
  static boolean claim(BlockStore store, int number) throws IOException {
    try {
      store.write(
          BlockKey.of("claims/" + number), Content.of(new byte[10]), WriteOptions.ifAbsent());
      return true;
    } catch (PreconditionFailedException taken) {
      return false;
    }
  }

  /** Puts a line behind all others, whoever writes them. */
  static String append(BlockStore store, String line) throws IOException {
    Content content = Content.of((line + "\n").getBytes(StandardCharsets.UTF_8));
    boolean done = false;
    while (!done) {
      long size = Blocks.find(store, LOG).map(BlockStat::size).orElse(0L);
      try {
        store.append(LOG, size, content);
        done = true;
      } catch (PreconditionFailedException overtaken) {
        // another line came first
      }
    }
    return line;
  }

  static String text(int number) {
    return (number + " ").repeat(BLOCK_WORDS);
  }

  private static String writeBlock(BlockStore store, int number) throws IOException {
    LocalFixture.write(store, "blocks/" + number, text(number));
    return "wrote " + number;
  }
}
