package io.blocktier.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.benchmarks.measure.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

  private static final GuardedRatio WRITES = new GuardedRatio("writes", "x64", "us", "floor", 0.5);
  private static final GuardedRatio READS = new GuardedRatio("reads", "warm", "us", "floor", 2);

  @TempDir private Path directory;

  private final List<String> lines = new ArrayList<>();

  private Guard.Outcome check(Double... measured) throws IOException {
    Iterator<Double> next = List.of(measured).iterator();
    return new Guard(0.3, _ -> Spread.of(List.of(next.next())), lines::add)
        .check(List.of(WRITES, READS));
  }

  @Test
  void ratiosThatHoldPass() throws IOException {
    Guard.Outcome outcome = check(0.36, 5.0);
    assertThat(outcome.fallen()).isEmpty();
    assertThat(outcome.measured()).containsExactly(WRITES.of(0.36), READS.of(5));
    assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("held"));
  }

  @Test
  void aRatioThatFellTwiceFailsByName() throws IOException {
    Guard.Outcome outcome = check(0.5, 1.3, 1.2);
    assertThat(outcome.fallen()).containsExactly(READS.of(1.2));
    assertThat(lines.getLast())
        .startsWith("FELL   reads warm: us to floor was 2.00, is 1.20")
        .endsWith("may be 1.40");
  }

  @Test
  void aBadMinuteIsNoNews() throws IOException {
    assertThat(check(0.1, 0.5, 2.0).fallen()).isEmpty();
    assertThat(lines.getFirst()).startsWith("again");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = directory.resolve("baseline.json");
    Baseline.write(file, List.of(WRITES, READS));
    assertThat(Baseline.read(file)).containsExactly(WRITES, READS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "no json",
        "[{}]",
        "[{\"scenario\":\"a\",\"cell\":\"b\",\"contender\":\"c\",\"floor\":\"d\",\"ratio\":0}]",
        "[{\"scenario\":\"a\",\"cell\":\"b\",\"contender\":\"c\",\"floor\":\"d\",\"ratio\":\"x\"}]",
        "[{\"scenario\":\"a\",\"cell\":\"b\",\"contender\":\"c\",\"ratio\":1}]"
      })
  void whatIsNoListOfRatiosIsRefused(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("baseline.json"), text);
    assertThatThrownBy(() -> Baseline.read(file)).isInstanceOf(IllegalArgumentException.class);
  }
}
