package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Settings;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryStoreProviderTest {

  private final MemoryStoreProvider provider = new MemoryStoreProvider();

  @Test
  void providerIsFoundAsAService() {
    assertThat(ServiceLoader.load(BlockStoreProvider.class))
        .extracting(BlockStoreProvider::type)
        .contains("memory");
    assertThat(provider.schemes()).containsExactly("mem");
  }

  @Test
  void nameIsWhatFollowsTheScheme() {
    assertThat(provider.locate("mem:").name()).isEmpty();
    assertThat(provider.locate("mem:prefix/key").name()).isEqualTo("prefix/key");
    assertThat(provider.locate("MEM:a b%20*.bin").name()).isEqualTo("a b%20*.bin");
    assertThat(provider.locate("mem:x").settings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mem:/x", "mem://x", "file:x", "prefix/key", ":x", ""})
  void otherNamesAreRefusedWithWhatToWrite(String uri) {
    assertThatThrownBy(() -> provider.locate(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mem:prefix/key");
  }

  @Test
  void sizeBoundsTheStore() throws Exception {
    Settings settings = Settings.parse(provider.settings(), Map.of("max_bytes", "1KiB"));
    try (BlockStore store = provider.open(settings, TestEffects.seeded(1))) {
      Blocks.write(store, BlockKey.of("a"), new byte[1_024]);
      assertThatThrownBy(() -> Blocks.write(store, BlockKey.of("b"), new byte[1]))
          .isInstanceOf(OutOfSpaceException.class)
          .hasMessageContaining("max_bytes");
    }
  }

  @Test
  void everyStoreIsOfItsOwn() throws Exception {
    Settings settings = Settings.parse(provider.settings(), Map.of());
    try (BlockStore one = provider.open(settings, TestEffects.seeded(1));
        BlockStore two = provider.open(settings, TestEffects.seeded(1))) {
      Blocks.write(one, BlockKey.of("a"), new byte[1]);
      assertThat(Blocks.find(two, BlockKey.of("a"))).isEmpty();
    }
  }

  @Test
  void unknownSettingIsRefused() {
    assertThatThrownBy(() -> Settings.parse(provider.settings(), Map.of("max_byte", "1")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("max_bytes");
  }
}
