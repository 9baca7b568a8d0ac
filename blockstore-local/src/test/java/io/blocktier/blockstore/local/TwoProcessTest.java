package io.blocktier.blockstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, and several stores of one process, change the same root. */
class TwoProcessTest {

  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir Path root;

  private static List<String> finish(Process child) throws Exception {
    try {
      List<String> lines =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(child.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
      return lines;
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void noIncrementIsLostBetweenProcesses() throws Exception {
    int times = 25;
    try (BlockStore store = LocalFixture.open(root)) {
      LocalFixture.write(store, ChildProcess.COUNTER.value(), "0");
      Process one = ChildProcess.start("count", root, times);
      Process other = ChildProcess.start("count", root, times);
      for (int i = 0; i < times; i++) {
        ChildProcess.increment(store);
      }
      finish(one);
      finish(other);

      assertThat(LocalFixture.read(store, ChildProcess.COUNTER.value()))
          .isEqualTo(Integer.toString(3 * times));
    }
  }

  @Test
  void appendsOfProcessesFollowEachOtherWholeAndOnce() throws Exception {
    int times = 25;
    try (BlockStore store = LocalFixture.open(root)) {
      ChildProcess.append(store, "here 0");
      List<String> lines = new ArrayList<>(List.of("here 0"));
      Process one = ChildProcess.start("append", root, times);
      Process other = ChildProcess.start("append", root, times);
      for (int i = 1; i < times; i++) {
        lines.add(ChildProcess.append(store, "here " + i));
      }
      lines.addAll(finish(one));
      lines.addAll(finish(other));

      assertThat(LocalFixture.read(store, ChildProcess.LOG.value()).lines())
          .containsExactlyInAnyOrderElementsOf(lines);
      assertThat(lines).hasSize(3 * times).doesNotHaveDuplicates();
    }
  }

  @Test
  void ofTheProcessesThatClaimANameExactlyOneWins() throws Exception {
    int times = 20;
    List<String> winners = new ArrayList<>();
    try (BlockStore store = LocalFixture.open(root)) {
      Process one = ChildProcess.start("race", root, times);
      Process other = ChildProcess.start("race", root, times);
      winners.addAll(finish(one).stream().filter(line -> line.startsWith("won")).toList());
      winners.addAll(finish(other).stream().filter(line -> line.startsWith("won")).toList());
      assertThat(ChildProcess.claim(store, 0)).isFalse();
    }
    assertThat(winners).hasSize(times).doesNotHaveDuplicates();
  }

  @Test
  void storesOfOneProcessExcludeEachOtherWhileOthersClose() throws Exception {
    int times = 10;
    try (BlockStore store = LocalFixture.open(root);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      LocalFixture.write(store, ChildProcess.COUNTER.value(), "0");
      Process child = ChildProcess.start("count", root, times);
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 3 * times; i++) {
        tasks.add(() -> incrementInStoreOfItsOwn(root));
      }
      for (Future<String> done : threads.invokeAll(tasks, DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        done.get();
      }
      finish(child);

      assertThat(LocalFixture.read(store, ChildProcess.COUNTER.value()))
          .isEqualTo(Integer.toString(4 * times));
    }
  }

  private static String incrementInStoreOfItsOwn(Path root) throws IOException {
    try (BlockStore own = LocalFixture.open(root)) {
      return ChildProcess.increment(own);
    }
  }
}
