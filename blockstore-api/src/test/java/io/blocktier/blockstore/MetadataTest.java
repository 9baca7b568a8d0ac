package io.blocktier.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

  @Test
  void entriesAreCopiedAndOrderedByName() {
    Map<String, String> entries = new HashMap<>(Map.of("b", "2", "a", "1", "c", ""));
    Metadata metadata = Metadata.of(entries);
    entries.clear();
    assertThat(metadata.entries())
        .containsExactlyEntriesOf(new TreeMap<>(Map.of("a", "1", "b", "2", "c", "")));
    assertThatThrownBy(() -> metadata.entries().put("d", "4"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", "a:b", "\u00e9", "blocktier-put-id"})
  void illegalAndReservedNamesAreRefused(String name) {
    assertThatThrownBy(() -> Metadata.of(Map.of(name, "v")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a ", "a\n", "\u00e9", "\u007f"})
  void valuesThatWouldNotSurviveAHeaderAreRefused(String value) {
    assertThatThrownBy(() -> Metadata.of(Map.of("name", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }

  @Test
  void theWholeIsBoundedAtTheLimitOfS3() {
    String name = "n".repeat(48);
    assertThat(Metadata.of(Map.of(name, "v".repeat(2000))).isEmpty()).isFalse();
    assertThatThrownBy(() -> Metadata.of(Map.of(name, "v".repeat(2001))))
        .hasMessageContaining("2049");
  }

  @Test
  void noEntriesAreTheEmptyMetadata() {
    assertThat(Metadata.of(Map.of())).isSameAs(Metadata.EMPTY);
    assertThat(Metadata.EMPTY.isEmpty()).isTrue();
  }
}
