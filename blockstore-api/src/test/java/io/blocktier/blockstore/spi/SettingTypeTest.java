package io.blocktier.blockstore.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.Durability;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {

  @ParameterizedTest
  @CsvSource({
    "4096, 4096", "64KiB, 65536", "64k, 65536", "8MB, 8000000", "8 MiB, 8388608",
    "1GiB, 1073741824", "2g, 2147483648", "1TB, 1000000000000", "0, 0", "5b, 5"
  })
  void sizesAreReadWithBinaryAndDecimalUnits(String text, long bytes) {
    assertThat(SettingType.SIZE.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5MiB", "MiB", "10 parsecs", "99999999999999999TiB"})
  void whatIsNoSizeIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> SettingType.SIZE.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64KiB");
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, 250",
    "30s, 30000",
    "5m, 300000",
    "5min, 300000",
    "1h, 3600000",
    "2d, 172800000"
  })
  void durationsNeedAUnit(String text, long millis) {
    assertThat(SettingType.DURATION.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "", "s", "-5s", "1w"})
  void whatIsNoDurationIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> SettingType.DURATION.parse(text)).hasMessageContaining("250ms");
  }

  @Test
  void printedValuesAreReadBackTheSame() {
    for (long bytes : new long[] {0, 1, 1023, 1024, 1536, 1 << 20, 5L << 30, 1L << 40}) {
      String text = SettingType.SIZE.printer().apply(bytes);
      assertThat(SettingType.SIZE.parse(text)).as(text).isEqualTo(bytes);
    }
    for (Duration duration : new Duration[] {Duration.ofMillis(1), Duration.ofSeconds(90)}) {
      String text = SettingType.DURATION.printer().apply(duration);
      assertThat(SettingType.DURATION.parse(text)).as(text).isEqualTo(duration);
    }
    String mode = SettingType.FILE_MODE.printer().apply(0640);
    assertThat(SettingType.FILE_MODE.parse(mode)).isEqualTo(0640);
  }

  @Test
  void numbersStayWithinTheirBounds() {
    SettingType<Integer> type = SettingType.integer(-5, 10);
    assertThat(type.parse("-5")).isEqualTo(-5);
    assertThat(type.parse(" 10 ")).isEqualTo(10);
    for (String text : new String[] {"-6", "11", "1e1", "", "99999999999"}) {
      assertThatThrownBy(() -> type.parse(text))
          .hasMessageContaining("-5")
          .hasMessageContaining("10");
    }
  }

  @Test
  void boundedSizesNameTheirBounds() {
    SettingType<Long> type = SettingType.size(5 << 20, 1 << 30);
    assertThat(type.parse("5MiB")).isEqualTo(5L << 20);
    assertThatThrownBy(() -> type.parse("4MiB"))
        .hasMessageContaining("4MiB")
        .hasMessageContaining("5MiB");
  }

  @Test
  void booleansHaveTwoValues() {
    assertThat(SettingType.BOOLEAN.parse("TRUE")).isTrue();
    assertThat(SettingType.BOOLEAN.parse("off")).isFalse();
    assertThatThrownBy(() -> SettingType.BOOLEAN.parse("maybe")).hasMessageContaining("maybe");
  }

  @Test
  void enumerationsAreWrittenInLowerCaseWithEitherStroke() {
    SettingType<Durability> type = SettingType.oneOf(Durability.class);
    assertThat(type.parse("Local")).isEqualTo(Durability.LOCAL);
    assertThat(type.label()).isEqualTo("memory | local | remote");
    assertThatThrownBy(() -> type.parse("disk")).hasMessageContaining("memory | local | remote");
  }

  @Test
  void endpointsAreHttpAddressesWithoutCredentials() {
    assertThat(SettingType.ENDPOINT.parse("http://localhost:9000"))
        .isEqualTo(URI.create("http://localhost:9000"));
    for (String text : new String[] {"localhost:9000", "ftp://x", "http://", "http://a b"}) {
      assertThatThrownBy(() -> SettingType.ENDPOINT.parse(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> SettingType.ENDPOINT.parse("http://me:hunter2@host"))
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void fileModesAreOctal() {
    assertThat(SettingType.FILE_MODE.parse("0755")).isEqualTo(0755);
    assertThat(SettingType.FILE_MODE.parse("0o640")).isEqualTo(0640);
    assertThat(SettingType.FILE_MODE.parse("600")).isEqualTo(0600);
    assertThatThrownBy(() -> SettingType.FILE_MODE.parse("0888")).hasMessageContaining("0755");
  }

  @Test
  void textAndPathsLoseOnlySpaceAround() {
    assertThat(SettingType.TEXT.parse(" a b ")).isEqualTo("a b");
    assertThat(SettingType.PATH.parse("/var/x")).isEqualTo(Path.of("/var/x"));
  }
}
