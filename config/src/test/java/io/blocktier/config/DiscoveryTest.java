package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {

  @TempDir Path directory;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restoreClassLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void theStoresOfThisBuildAreFound() throws ConfigException {
    assertThat(StoreTypes.discover().names()).isEqualTo("express, local, memory, s3");
    assertThat(StoreTypes.discover().schemes()).isEqualTo("direct:, express:, file:, mem:, s3:");
  }

  @Test
  void aProviderOnTheClassPathNeedsNothingElse() throws Exception {
    register(SampleProvider.class.getName());
    Map<String, String> environment = Map.of("BLOCKTIER_BLOCK_STORE_SAMPLE_BUCKET", "photos");
    Path file = Files.writeString(directory.resolve("b.yaml"), "block_store: {type: sample}");

    assertThat(BlocktierConfig.load(file, environment).toString()).contains("bucket=photos");
    assertThat(BlocktierConfig.ofStore("sample", Map.of("bucket", "b"), Map.of()).toString())
        .contains("bucket=b");
    assertThat(StoreUris.resolve("sample://b/k", Optional.empty(), Map.of()).name()).isEqualTo("k");
    assertThat(ReferencePage.markdown()).contains("## `block_store.sample`");
  }

  @Test
  void aProviderThatCannotBeLoadedIsNamed() throws IOException {
    register("org.example.Missing");

    assertThatThrownBy(StoreTypes::discover)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("one cannot be loaded")
        .hasMessageContaining("org.example.Missing");
  }

  @Test
  void twoProvidersOfOneTypeOrSchemeAreRefused() {
    String name = PlainProvider.class.getName();

    refused(
        "block store providers: %s and %s both claim the type 'a'".formatted(name, name),
        new PlainProvider("a", Set.of("x"), List.of()),
        new PlainProvider("a", Set.of("y"), List.of()));
    refused(
        "block store providers: %s and %s both claim the scheme 'x'".formatted(name, name),
        new PlainProvider("a", Set.of("x"), List.of()),
        new PlainProvider("b", Set.of("x"), List.of()));
  }

  @Test
  void twoKeysOfOneVariableAreRefused() {
    refused(
        "block store providers: block_store.a.b_c and block_store.a_b.c both claim the variable"
            + " BLOCKTIER_BLOCK_STORE_A_B_C",
        new PlainProvider("a", Set.of(), List.of("b_c")),
        new PlainProvider("a_b", Set.of(), List.of("c")));
  }

  @Test
  void withoutProvidersThatIsSaid() throws ConfigException {
    StoreTypes none = new StoreTypes(List.of());

    assertThatThrownBy(() -> ConfigDocument.read("block_store: {type: s3}", "t", Map.of(), none))
        .hasMessage(
            "t:1:21: block_store.type: there is no type 's3';"
                + " there are none on the class path or module path");
  }

  private static void refused(String message, BlockStoreProvider... providers) {
    assertThatThrownBy(() -> new StoreTypes(List.of(providers)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  private void register(String provider) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(BlockStoreProvider.class.getName()), provider);
    URL[] roots = {directory.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(roots, before));
  }
}
