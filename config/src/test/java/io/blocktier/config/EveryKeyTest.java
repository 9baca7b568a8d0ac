package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Setting;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key that any store declares, those of {@link SampleProvider} included. */
class EveryKeyTest {

  /** A key of a store, among the stores that there are. */
  record Key<T>(StoreTypes types, BlockStoreProvider provider, Setting<T> setting) {

    String path() {
      return KnownKey.ofSetting(provider.type(), setting.key()).path();
    }

    String variable() {
      return KnownKey.ofSetting(provider.type(), setting.key()).variable();
    }

    /** Returns a document in which the key stands in line 4 as it is given. */
    String yaml(String field) {
      StringBuilder yaml = new StringBuilder();
      yaml.append("block_store:\n  type: %s\n  %s:\n".formatted(provider.type(), provider.type()));
      yaml.append("    ").append(field).append('\n');
      for (Setting<?> other : provider.settings()) {
        if (other.required() && !other.key().equals(setting.key())) {
          yaml.append("    ").append(quoted(other.key(), SampleTexts.legal(other))).append('\n');
        }
      }
      return yaml.toString();
    }

    BlocktierConfig parse(String yaml, Map<String, String> environment) throws ConfigException {
      return ConfigDocument.read(yaml, "test.yaml", environment, types).complete();
    }

    @Override
    public String toString() {
      return path();
    }
  }

  static Stream<Key<?>> keys() throws ConfigException {
    return Stream.of(StoreTypes.discover(), new Sample().types).flatMap(EveryKeyTest::keysOf);
  }

  private static Stream<Key<?>> keysOf(StoreTypes types) {
    return types.providers().stream()
        .flatMap(provider ->
            provider.settings().stream().map(setting -> new Key<>(types, provider, setting)));
  }

  /** Returns the keys for which not every text is legal. */
  static Stream<Key<?>> keysThatCanBeWrong() throws ConfigException {
    return keys().filter(key -> SampleTexts.illegal(key.setting()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("keys")
  <T> void aLegalValueIsTakenFromTheDocument(Key<T> key) throws ConfigException {
    String text = SampleTexts.legal(key.setting());

    BlocktierConfig config = key.parse(key.yaml(quoted(key.setting().key(), text)), Map.of());

    assertThat(config.settings().find(key.setting())).contains(key.setting().type().parse(text));
    assertThat(config.settings().find(key.setting())).isNotEqualTo(key.setting().defaultValue());
  }

  @ParameterizedTest
  @MethodSource("keys")
  <T> void aLegalValueIsTakenFromTheEnvironment(Key<T> key) throws ConfigException {
    String text = SampleTexts.legal(key.setting());

    BlocktierConfig config = key.parse(key.yaml(""), Map.of(key.variable(), text));

    assertThat(config.settings().find(key.setting())).contains(key.setting().type().parse(text));
  }

  @ParameterizedTest
  @MethodSource("keysThatCanBeWrong")
  void anIllegalValueIsRefusedInItsLine(Key<?> key) {
    String text = SampleTexts.illegal(key.setting()).orElseThrow();

    refused(key, quoted(key.setting().key(), text), "test.yaml:4:");
  }

  @ParameterizedTest
  @MethodSource("keysThatCanBeWrong")
  void anIllegalValueIsRefusedWithItsVariable(Key<?> key) {
    String text = SampleTexts.illegal(key.setting()).orElseThrow();

    assertThatThrownBy(() -> key.parse(key.yaml(""), Map.of(key.variable(), text)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("environment variable " + key.variable() + ": " + key.path());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aListIsRefusedInItsLine(Key<?> key) {
    refused(key, key.setting().key() + ": [a, b]", "test.yaml:4:");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeyWithoutValueIsRefusedInItsLine(Key<?> key) {
    refused(key, key.setting().key() + ":", "test.yaml:4:5: ");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aMistypedKeyIsRefusedInItsLineWithTheRightOne(Key<?> key) {
    String name = key.setting().key();
    String mistyped = name.substring(0, name.length() - 1) + "~";

    assertThatThrownBy(() -> key.parse(key.yaml(mistyped + ": x"), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("test.yaml:4:5: ")
        .hasMessageEndingWith("did you mean '%s'?", name);
  }

  private static void refused(Key<?> key, String field, String place) {
    assertThatThrownBy(() -> key.parse(key.yaml(field), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(place)
        .hasMessageContaining(key.path() + ": ");
  }

  private static String quoted(String key, String text) {
    return "%s: \"%s\"".formatted(key, text.replace("\0", "\\0"));
  }
}
