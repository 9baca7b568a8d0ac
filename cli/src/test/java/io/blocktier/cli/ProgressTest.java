package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(77);

  @Test
  void shortWorkShowsNothing() {
    Progress progress = progress(true);
    pass(Duration.ofMillis(499));
    progress.addBlocks(5);
    progress.clear();
    assertThat(shown()).isEmpty();
  }

  @Test
  void longWorkShowsCountAndRate() {
    Progress progress = progress(true);
    pass(Duration.ofSeconds(5));
    progress.addBlocks(71_305);
    assertThat(shown()).isEqualTo(CLEAR + "ls  71,305 blocks (14,261 blocks/s)");
  }

  @Test
  void knownWholeShowsBarRateAndArrival() {
    Progress progress = progress(true);
    progress.expect(400_000_000);
    progress.expectNoMore();
    pass(Duration.ofSeconds(1));
    progress.addBytes(100_000_000);
    assertThat(shown())
        .isEqualTo(
            CLEAR + "ls [=====>              ]  25 % 100.0 MB of 400.0 MB  100.0 MB/s  ETA 3 s");
  }

  @Test
  void paintsAtMostTenTimesASecond() {
    Progress progress = progress(true);
    pass(Duration.ofMillis(500));
    for (int i = 0; i < 1000; i++) {
      progress.addBlocks(1);
      pass(Duration.ofMillis(1));
    }
    assertThat(shown().split("\r", -1)).hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void lineIsClearedForAnErrorAndAtTheEnd() {
    Progress progress = progress(true);
    pass(Duration.ofSeconds(1));
    progress.addBlocks(1);
    terminal.reset();
    progress.interject("blocktier: an error");
    assertThat(shown()).isEqualTo(CLEAR + "blocktier: an error\n");
    pass(Duration.ofSeconds(1));
    progress.addBlocks(1);
    terminal.reset();
    progress.clear();
    progress.clear();
    assertThat(shown()).isEqualTo(CLEAR);
  }

  @Test
  void nobodyWatchesNothingIsPainted() {
    Progress progress = progress(false);
    pass(Duration.ofSeconds(9));
    progress.addBytes(1);
    assertThat(shown()).isEmpty();
  }

  @Test
  void lineFitsTheTerminal() {
    Console narrow =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            terminal,
            Console.Device.PIPE,
            Console.Device.TERMINAL,
            40);
    Progress progress = new Progress(narrow, true, nanos::get, "a label that is very long indeed");
    pass(Duration.ofSeconds(1));
    progress.addBlocks(1);
    assertThat(shown().substring(CLEAR.length())).hasSize(39);
  }

  @Test
  void workDoneTwiceDoesNotBurstTheBar() {
    assertThat(ProgressBar.draw("x", 300, 100)).isEqualTo("x [====================] 100 %");
    assertThat(ProgressBar.arrival(300, 100, 1)).isEqualTo("ETA 0 s");
    assertThat(ProgressBar.arrival(0, 100, 1)).isEqualTo("ETA -");
  }

  private Progress progress(boolean enabled) {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            terminal,
            Console.Device.PIPE,
            Console.Device.TERMINAL,
            120);
    return new Progress(console, enabled, nanos::get, "ls");
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private String shown() {
    return terminal.toString(StandardCharsets.UTF_8);
  }
}
