package io.blocktier.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {

  @TempDir private Path directory;

  private GuardedProcess sleeping() throws Exception {
    return GuardedProcess.start(List.of("sleep", "300"), Map.of(), directory.resolve("log"));
  }

  private static void requireEnd(GuardedProcess process) throws Exception {
    assertThat(process.handle().onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  @Test
  void whatIsClosedEnds() throws Exception {
    GuardedProcess process = sleeping();
    process.close();
    requireEnd(process);
  }

  @Test
  void anInterruptOfAllProcessesOfATerminalLeavesNoneBehind() throws Exception {
    GuardedProcess process = sleeping();
    ProcessHandle guard = process.handle().parent().orElseThrow();
    for (ProcessHandle each : Stream.concat(Stream.of(guard), guard.children()).toList()) {
      assertThat(new ProcessBuilder("sh", "-c", "kill -INT " + each.pid()).start().waitFor())
          .isZero();
    }
    process.close();
    requireEnd(process);
  }
}
