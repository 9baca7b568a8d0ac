package io.blocktier.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AcknowledgementTest {

  @Test
  void latencyIsRefusedWithoutTheDurableLag() {
    assertThatThrownBy(() -> new Acknowledgement(1, 2, null))
        .hasMessageContaining("refused without the durable lag");
  }

  @Test
  void latencyOfAnotherProcessIsRefusedWithoutTheDurableLag() {
    assertThatThrownBy(() ->
            JsonMapper.builder()
                .build()
                .readValue("{\"p50Micros\":1,\"p99Micros\":2}", Acknowledgement.class))
        .hasMessageContaining("refused without the durable lag");
  }

  @Test
  void lagSaysWhatItIsAbout() {
    assertThat(DurableLag.measured("until the store has it", 3, 40))
        .hasToString("p50 3 ms, p99 40 ms: until the store has it");
    assertThat(DurableLag.none("synced")).hasToString("none: synced");
    assertThat(DurableLag.unbounded("never synced")).hasToString("unbounded: never synced");
    assertThatThrownBy(() -> DurableLag.none(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new DurableLag(
                DurableLag.Kind.MEASURED, "somewhere", Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
