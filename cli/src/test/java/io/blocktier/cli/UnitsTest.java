package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "1500000,1.5 MB",
    "999999,1.0 MB",
    "4194304,4.2 MB",
    "9223372036854775807,9.2 EB"
  })
  void sizesAreDecimal(long bytes, String text) {
    assertThat(Units.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void ratesAreTakenOverTheTimeThatPassed() {
    assertThat(Units.byteRate(1_000_000, 500_000_000)).isEqualTo("2.0 MB/s");
    assertThat(Units.blockRate(71_305, 5_000_000_000L)).isEqualTo("14,261 blocks/s");
    assertThat(Units.byteRate(0, 0)).isEqualTo("0 B/s");
  }

  @Test
  void oneBlockIsSingular() {
    assertThat(Units.blocks(1)).isEqualTo("1 block");
    assertThat(Units.blocks(71_305)).isEqualTo("71,305 blocks");
  }

  @ParameterizedTest
  @CsvSource({"59,59 s", "61,1:01 min", "3600,1:00 h", "90000,25:00 h"})
  void remainingTimeIsShort(long seconds, String text) {
    assertThat(Units.remaining(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void roundingLeavesNoBinaryNoise() {
    assertThat(Units.round(1.3999999, 1)).isEqualTo(1.4);
    assertThat(Units.round(26.345471999, 6)).isEqualTo(26.345472);
  }
}
