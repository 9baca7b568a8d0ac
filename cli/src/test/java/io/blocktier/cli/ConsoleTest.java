package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Console.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {

  @ParameterizedTest
  @CsvSource({
    "/dev/pts/3,TERMINAL",
    "/dev/tty1,TERMINAL",
    "/dev/console,TERMINAL",
    "pipe:[122810],PIPE",
    "socket:[1],PIPE",
    "/tmp/log,FILE",
    "/dev/null,FILE"
  })
  void kernelSaysWhatIsBehindAStream(String link, Device device) {
    assertThat(Device.of(link)).isEqualTo(device);
  }

  @ParameterizedTest
  @CsvSource({"120,120", "'',80", "-5,80", "x,80", "0,40", "9999,500", "99999999999,80"})
  void widthIsReasonableWhateverTheEnvironmentSays(String columns, int width) {
    assertThat(Console.width(columns)).isEqualTo(width);
  }

  @Test
  void systemConsoleIsThere() {
    assertThat(Console.ofSystem(java.util.Map.of("COLUMNS", "99")).width()).isEqualTo(99);
  }
}
