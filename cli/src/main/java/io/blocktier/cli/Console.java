package io.blocktier.cli;

import io.blocktier.blockstore.spi.SystemEffect;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the command reads and prints.
 *
 * @param in standard input
 * @param out standard output: results, nothing else
 * @param err standard error: errors, progress
 * @param outDevice what is behind standard output
 * @param errDevice what is behind standard error
 * @param width columns of the terminal
 */
record Console(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Device outDevice,
    Device errDevice,
    int width) {

  private static final int DEFAULT_WIDTH = 80;
  private static final int LEAST_WIDTH = 40;
  private static final int MOST_WIDTH = 500;

  /** What is behind a stream. */
  enum Device {
    TERMINAL,
    PIPE,
    FILE;

    /** Judges by where the kernel says that a descriptor leads. */
    static Device of(String link) {
      if (link.startsWith("/dev/pts/")
          || link.startsWith("/dev/tty")
          || link.equals("/dev/console")) {
        return TERMINAL;
      }
      return link.startsWith("pipe:") || link.startsWith("socket:") ? PIPE : FILE;
    }
  }

  @SystemEffect("the program's own streams")
  static Console ofSystem(Map<String, String> env) {
    return new Console(
        InterruptibleStreams.input(new FileInputStream(FileDescriptor.in).getChannel()),
        InterruptibleStreams.output(new FileOutputStream(FileDescriptor.out).getChannel()),
        new FileOutputStream(FileDescriptor.err),
        device(1),
        device(2),
        width(env.getOrDefault("COLUMNS", "")));
  }

  static int width(String columns) {
    int value = columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    return Math.clamp(value, LEAST_WIDTH, MOST_WIDTH);
  }

  /** Where there is no /proc, the console of the JDK tells, for both streams together. */
  private static Device device(int descriptor) {
    try {
      return Device.of(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString());
    } catch (IOException e) {
      boolean terminal =
          Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
      return terminal ? Device.TERMINAL : Device.PIPE;
    }
  }
}
