package io.blocktier.torture;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A shell that mounts for us. It ends with its input, also when this process is killed, and then
 * unmounts what is below its directory, removes that, and sets the kernel's settings back. For one
 * thread at a time.
 */
final class Shell implements AutoCloseable {

  private static final String END = "== end of output, status ";

  private static final String BEGIN =
      """
      trap '' INT TERM HUP
      work=$1
      unmount() { # a loop device lets go of its file a moment after its file system is unmounted
        for _ in 1 2 3 4 5 6 7 8 9 10; do
          ! umount "$1" 2>/dev/null || return 0
          sleep 0.2
        done
        umount -l "$1"
      }
      setting=/proc/sys/vm/dirty_writeback_centisecs
      held=/run/blocktier-writeback # what was set before, locked by all who hold back
      hold_back() {
        exec 9<>"$held"
        for _ in 1 2 3 4 5 6 7 8 9 10; do
          ! flock -n -x 9 || [ -s "$held" ] || cat "$setting" >"$held"
          flock -w 60 -s 9
          if [ -s "$held" ]; then # or the last one has put it back just now
            holds=1
            echo 0 >"$setting"
            return
          fi
        done
        return 1
      }
      let_go() { # the last one puts it back
        flock -u 9
        ! flock -n -x 9 || { cat "$held" >"$setting" && : >"$held"; }
      }
      finish() {
        awk -v below="$work/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r |
          while read -r mount; do unmount "$mount"; done
        [ -z "${holds:-}" ] || let_go
        rm -rf --one-file-system "$work"
      }
      trap finish EXIT
      cd "$work"
      while read -r command; do
        eval "$command" </dev/null
        echo "== end of output, status $?"
      done
      """;

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  /**
   * Starts it.
   *
   * @param directory what it works in, and removes in the end
   */
  Shell(Path directory) throws IOException {
    process =
        new ProcessBuilder("/bin/sh", "-c", BEGIN, "sh", directory.toString())
            .redirectErrorStream(true)
            .start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Has a line of shell code evaluated.
   *
   * @return what it printed
   * @throws IOException if its status is not 0; with what it printed
   */
  String evaluate(String code) throws IOException {
    in.write(code);
    in.newLine();
    in.flush();
    StringBuilder printed = new StringBuilder();
    String line;
    while ((line = out.readLine()) != null) {
      if (line.startsWith(END)) {
        return result(code, line.substring(END.length()), printed.toString().strip());
      }
      printed.append(line).append('\n');
    }
    throw new IOException("the shell ended in '" + code + "': " + printed);
  }

  private static String result(String code, String status, String printed) throws IOException {
    if (!status.equals("0")) {
      throw new IOException("'" + code + "' ended with status " + status + ": " + printed);
    }
    return printed;
  }

  /** Returns the shell code that runs a program. */
  static String line(Object... words) {
    return Arrays.stream(words).map(Shell::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(Object word) {
    return "'" + word.toString().replace("'", "'\\''") + "'";
  }

  /** Tells which of some programs are not there. */
  static List<String> missing(String... programs) {
    List<Path> places =
        List.of(
            Path.of("/usr/sbin"),
            Path.of("/sbin"),
            Path.of("/usr/bin"),
            Path.of("/bin"),
            Path.of("/usr/local/bin"));
    return Arrays.stream(programs)
        .filter(program ->
            places.stream().noneMatch(place -> place.resolve(program).toFile().canExecute()))
        .toList();
  }

  /** Lets it put everything back, and waits for that. */
  @Override
  public void close() throws IOException {
    in.close();
    String rest = out.readAllAsString();
    try {
      int status = process.waitFor();
      if (status != 0 || !rest.isBlank()) {
        throw new IOException("the shell ended with status " + status + ": " + rest.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the shell's end", e);
    }
  }
}
