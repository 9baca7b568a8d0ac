package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key that any store declares, those of {@link SampleProvider} included. */
class EveryKeyTest {

  private static final List<Section> AT_ROOT =
      List.of(
          CacheSection.SECTION,
          PackedSection.SECTION,
          SegmentsSection.SECTION,
          GatewaySection.SECTION);

  /** A key of a store, among the stores that there are. */
  record Key<T>(
      StoreTypes types, BlockStoreProvider provider, Section section, Setting<T> setting) {

    String name() {
      return section.key(setting.key()).name();
    }

    String path() {
      return section.key(setting.key()).path();
    }

    String variable() {
      return section.key(setting.key()).variable();
    }

    /** Returns a document in which the key stands in line 4 as it is given. */
    String yaml(String field) {
      if (isAtRoot()) {
        boolean within = setting.key().contains(".");
        return "block_store: {type: %s, %s: {%s}}\n"
                .formatted(provider.type(), provider.type(), required(provider.settings(), ", "))
            + section.path()
            + ":\n"
            + (within
                ? "  %s:\n    ".formatted(setting.key().substring(0, setting.key().indexOf('.')))
                : "  # in line 4:\n  ")
            + field
            + "\n  "
            + required(section.settings(), "\n  ")
            + "\n";
      }
      return "block_store:\n  type: %s\n  %s:\n    ".formatted(provider.type(), provider.type())
          + field
          + "\n    "
          + required(section.settings(), "\n    ")
          + "\n";
    }

    private String required(List<Setting<?>> settings, String separator) {
      return settings.stream()
          .filter(other -> other.required() && !other.equals(setting))
          .map(other -> quoted(other.key(), SampleTexts.legal(other)))
          .collect(Collectors.joining(separator));
    }

    Settings parse(String yaml, Map<String, String> environment) throws ConfigException {
      ConfigDraft draft = ConfigDocument.read(yaml, "test.yaml", environment, types);
      draft.store().settings();
      return switch (section.path()) {
        case "cache" -> draft.cache().orElseThrow().settings();
        case "packed" -> draft.packed().orElseThrow().settings();
        case "segments" -> draft.segments().orElseThrow().section().settings();
        case "gateway" -> draft.gateway().section().settings();
        default -> draft.store().settings();
      };
    }

    private boolean isAtRoot() {
      return AT_ROOT.contains(section);
    }

    /** Returns where the key stands. */
    String place() {
      boolean flat = isAtRoot() && !setting.key().contains(".");
      return flat ? "test.yaml:4:3: " : "test.yaml:4:5: ";
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
    Stream<Key<?>> ofStores =
        types.providers().stream()
            .flatMap(provider -> keysOf(types, provider, Section.of(provider)));
    BlockStoreProvider any = types.providers().iterator().next();
    return AT_ROOT.stream()
        .map(section -> keysOf(types, any, section))
        .reduce(ofStores, Stream::concat);
  }

  private static Stream<Key<?>> keysOf(
      StoreTypes types, BlockStoreProvider provider, Section section) {
    return section.settings().stream().map(setting -> new Key<>(types, provider, section, setting));
  }

  /** Returns the keys for which not every text is legal. */
  static Stream<Key<?>> keysThatCanBeWrong() throws ConfigException {
    return keys().filter(key -> SampleTexts.illegal(key.setting()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("keys")
  <T> void aLegalValueIsTakenFromTheDocument(Key<T> key) throws ConfigException {
    String text = SampleTexts.legal(key.setting());

    Settings settings = key.parse(key.yaml(quoted(key.name(), text)), Map.of());

    assertThat(settings.find(key.setting())).contains(key.setting().type().parse(text));
    assertThat(settings.find(key.setting())).isNotEqualTo(key.setting().defaultValue());
  }

  @ParameterizedTest
  @MethodSource("keys")
  <T> void aLegalValueIsTakenFromTheEnvironment(Key<T> key) throws ConfigException {
    String text = SampleTexts.legal(key.setting());

    Settings settings = key.parse(key.yaml(""), Map.of(key.variable(), text));

    assertThat(settings.find(key.setting())).contains(key.setting().type().parse(text));
  }

  @ParameterizedTest
  @MethodSource("keysThatCanBeWrong")
  void anIllegalValueIsRefusedInItsLine(Key<?> key) {
    String text = SampleTexts.illegal(key.setting()).orElseThrow();

    refused(key, quoted(key.name(), text), "test.yaml:4:");
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
    refused(key, key.name() + ": [a, b]", "test.yaml:4:");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeyWithoutValueIsRefusedInItsLine(Key<?> key) {
    refused(key, key.name() + ":", key.place());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aMistypedKeyIsRefusedInItsLineWithTheRightOne(Key<?> key) {
    String name = key.name();
    String mistyped = name.substring(0, name.length() - 1) + "~";

    assertThatThrownBy(() -> key.parse(key.yaml(mistyped + ": x"), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(key.place())
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
