package io.blocktier.cache.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.ValueModel;
import net.openhft.compiler.CompilerUtils;
import org.junit.jupiter.api.Test;

/** The class that is handed to Chronicle Values is what it would have made itself. */
class MapStateTest {

  private static final int BYTES = 40;

  @Test
  void mapTakesTheClassThatIsHandedIn() throws Exception {
    MapStateClass.define();
    MapStateClass.define();
    Class<?> taken = ValueModel.acquire(VanillaGlobalMutableState.class).nativeClass();
    assertThat(taken).hasSuperclass(MapState.class);
    assertThat(taken.getName()).isEqualTo(MapStateClass.NAME);
  }

  @Test
  void everyChangeLeavesTheBytesThatTheGeneratedClassLeaves() throws Exception {
    VanillaGlobalMutableState generated = generated();
    VanillaGlobalMutableState own = new MapState() {};
    for (int seed = 1; seed <= 100; seed++) {
      assertThat(history(own, seed)).as("seed %d", seed).isEqualTo(history(generated, seed));
    }
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    VanillaGlobalMutableState state = new MapState() {};
    state.bytesStore(BytesStore.wrap(new byte[BYTES]), 0, state.maxSize());
    assertThatThrownBy(() -> state.setAllocatedExtraTierBulks(1 << 24))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> state.setFirstFreeTierIndex(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> state.setExtraTiersInUse(1L << 40))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> state.setSegmentHeadersOffset(1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> state.setDataStoreSize(-1))
        .isInstanceOf(IllegalArgumentException.class);
    state.setDataStoreSize(Long.MAX_VALUE);
    assertThatThrownBy(() -> state.addDataStoreSize(1)).isInstanceOf(IllegalStateException.class);
  }

  /** What is there, and what is read, behind each of many changes. */
  private static List<String> history(VanillaGlobalMutableState state, int seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    int from = random.nextInt(BYTES - 25);
    state.bytesStore(BytesStore.wrap(bytes), from, state.maxSize());
    state.setDataStoreSize(1);
    List<String> history = new ArrayList<>();
    for (int change = 0; change < 100; change++) {
      change(state, random);
      history.add(
          HexFormat.of().formatHex(bytes)
              + (" " + state.getAllocatedExtraTierBulks())
              + (" " + state.getFirstFreeTierIndex())
              + (" " + state.getExtraTiersInUse())
              + (" " + state.getSegmentHeadersOffset())
              + (" " + state.getDataStoreSize())
              + (" " + state.offset()));
    }
    return history;
  }

  private static void change(VanillaGlobalMutableState state, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> state.setAllocatedExtraTierBulks(random.nextInt(1 << 24));
      case 1 -> state.setFirstFreeTierIndex(random.nextLong(1L << 40));
      case 2 -> state.setExtraTiersInUse(random.nextLong(1L << 40));
      case 3 -> state.setSegmentHeadersOffset(random.nextLong(1L << 32));
      case 4 -> state.setDataStoreSize(random.nextLong(1L << 62));
      default -> state.addDataStoreSize(random.nextLong(1L << 40));
    }
  }

  /** Another name, since the one it would have is taken. */
  private static VanillaGlobalMutableState generated() throws Exception {
    String name = "VanillaGlobalMutableState$$Generated";
    Method generator =
        Class.forName("net.openhft.chronicle.values.Generators")
            .getDeclaredMethod("generateNativeClass", ValueModel.class, String.class);
    generator.setAccessible(true);
    Object source =
        generator.invoke(null, ValueModel.acquire(VanillaGlobalMutableState.class), name);
    return (VanillaGlobalMutableState)
        CompilerUtils.CACHED_COMPILER
            .loadFromJava(
                VanillaGlobalMutableState.class.getClassLoader(),
                VanillaGlobalMutableState.class.getPackageName() + "." + name,
                source.toString())
            .getConstructor()
            .newInstance();
  }
}
