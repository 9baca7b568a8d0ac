package io.blocktier.torture;

import io.blocktier.blockstore.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * What a process that will be killed has begun, and what was acknowledged to it: a line each,
 * forced before the process goes on. Thread-safe.
 */
final class AuditLog implements AutoCloseable {

  private final FileChannel channel;

  private AuditLog(FileChannel channel) {
    this.channel = channel;
  }

  static AuditLog open(Path file) throws IOException {
    return new AuditLog(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
  }

  void begun(String key, long number, boolean deletion) throws IOException {
    append((deletion ? "delete " : "write ") + key + " " + number);
  }

  void acknowledged(String key, long number, Durability level) throws IOException {
    append("acknowledged " + key + " " + number + " " + level);
  }

  /** After a kill the version that is found is all that there is from now on. */
  void found(String key, long number) throws IOException {
    append("found " + key + " " + number);
  }

  private synchronized void append(String line) throws IOException {
    channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    channel.force(false);
  }

  /** Reads a log; a kill may have cut off its last line. */
  static void replay(Path file, Histories histories) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    for (String line : lines) {
      replay(List.of(line.split(" ")), histories);
    }
  }

  private static void replay(List<String> words, Histories histories) {
    KeyHistory history = histories.of(words.get(1));
    long number = Long.parseLong(words.get(2));
    switch (words.getFirst()) {
      case "write" -> history.begin(number, false);
      case "delete" -> history.begin(number, true);
      case "acknowledged" -> history.acknowledge(number, Durability.valueOf(words.get(3)));
      case "found" -> history.found(number);
      default -> throw new IllegalArgumentException("no line of an audit log: " + words);
    }
  }

  /** Notes what every key has, which has to be legal. */
  void found(Map<String, Long> versions) throws IOException {
    for (Map.Entry<String, Long> version : versions.entrySet()) {
      found(version.getKey(), version.getValue());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
