package io.blocktier.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessFiguresTest {

  @TempDir Path directory;

  @Test
  void allocationAndProcessorTimeGrowWithWork() throws Exception {
    ProcessFigures before = ProcessFigures.now(directory);
    long sum = 0;
    for (int i = 0; i < 100; i++) {
      sum += new byte[1 << 20].length;
    }
    ProcessFigures after = ProcessFigures.now(directory);
    assertThat(after.allocatedBytes() - before.allocatedBytes()).isGreaterThanOrEqualTo(sum);
    assertThat(after.cpuSeconds()).isGreaterThan(before.cpuSeconds());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void peakOfMemoryIsThatOfTheProcess() throws Exception {
    assertThat(ProcessFigures.now(directory).peakBytes()).isGreaterThan(16L << 20);
    assertThat(ProcessFigures.peakOf("999999999")).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void childrenThatEndedCount() throws Exception {
    ProcessFigures before = ProcessFigures.now(directory);
    Process child =
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done").start();
    assertThat(child.waitFor()).isZero();
    assertThat(ProcessFigures.now(directory).cpuSeconds() - before.cpuSeconds())
        .isGreaterThan(0.02);
  }
}
