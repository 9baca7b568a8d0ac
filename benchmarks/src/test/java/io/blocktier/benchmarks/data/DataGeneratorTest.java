package io.blocktier.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataGeneratorTest {

  private static final int BYTES = 8 << 20;

  @ParameterizedTest
  @CsvSource({
    "1, 4096",
    "1.5, 4096",
    "2, 4096",
    "4, 4096",
    "10, 4096",
    "1, 65536",
    "2, 65536",
    "4, 65536",
    "10, 1048576",
    "20, 1048576",
    "2, 1048576",
    "1, 256",
    "2, 256"
  })
  void blocksCompressToTheRatioThatWasAskedFor(double ratio, int blockBytes) {
    assertThat(compression(new DataShape(ratio, 1), blockBytes)).isCloseTo(ratio, off(ratio));
  }

  @Test
  void compressionHoldsWhereUnitsAreThereTwice() {
    assertThat(compression(new DataShape(2, 4), 1 << 20)).isCloseTo(2, off(2));
    assertThat(compression(new DataShape(1, 8), 1 << 20)).isCloseTo(1, off(1));
  }

  @ParameterizedTest
  @CsvSource({"1, 4096", "2, 4096", "3.5, 4096", "32, 4096", "2, 65536", "5, 512", "2, 1048576"})
  void unitsAreThereAsOftenAsWasAskedFor(double ratio, int blockBytes) {
    DataGenerator generator = new DataGenerator(new DataShape(2, ratio), 7, blockBytes);
    int unitBytes = Math.min(blockBytes, DataGenerator.UNIT_BYTES);
    Set<ByteBuffer> distinct = new HashSet<>();
    int units = 0;
    for (long block = 0; units < 4096; block++) {
      byte[] bytes = generator.block(block);
      for (int at = 0; at < blockBytes; at += unitBytes, units++) {
        distinct.add(ByteBuffer.wrap(bytes, at, unitBytes).slice());
      }
    }
    assertThat(units / (double) distinct.size()).isCloseTo(ratio, within(ratio * 0.02));
  }

  @Test
  void sameSeedMakesSameBlocksInWhateverOrder() {
    DataShape shape = new DataShape(3, 2);
    DataGenerator one = new DataGenerator(shape, 1, 8192);
    DataGenerator other = new DataGenerator(shape, 1, 8192);
    other.block(3);
    assertThat(one.block(17)).isEqualTo(other.block(17));
    assertThat(one.block(17)).isNotEqualTo(new DataGenerator(shape, 2, 8192).block(17));
    assertThat(one.block(17)).isNotEqualTo(one.block(18));
  }

  @Test
  void buffersOfAnyKindGetTheBytesWhereTheyStand() {
    DataGenerator generator = new DataGenerator(DataShape.RANDOM, 1, 256);
    ByteBuffer target = ByteBuffer.allocateDirect(300).position(10);
    generator.fill(5, target);
    assertThat(target.position()).isEqualTo(266);
    assertThat(target.flip().position(10).slice()).isEqualTo(ByteBuffer.wrap(generator.block(5)));
  }

  @Test
  void ratiosAndLengthsOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> new DataShape(0.5, 1)).hasMessageContaining("compression of 0.5");
    assertThatThrownBy(() -> new DataShape(21, 1)).hasMessageContaining("between 1 and 20");
    assertThatThrownBy(() -> new DataShape(1, Double.NaN)).hasMessageContaining("duplication");
    for (int bytes : new int[] {0, -8, 12, 4100, 6000}) {
      assertThatThrownBy(() -> new DataGenerator(DataShape.RANDOM, 1, bytes))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static double compression(DataShape shape, int blockBytes) {
    DataGenerator generator = new DataGenerator(shape, 42, blockBytes);
    var lz4 = LZ4Factory.fastestInstance().fastCompressor();
    long compressed = 0;
    int blocks = Math.min(BYTES / blockBytes, 4096);
    for (int block = 0; block < blocks; block++) {
      compressed += lz4.compress(generator.block(block)).length;
    }
    return (double) blocks * blockBytes / compressed;
  }

  private static org.assertj.core.data.Offset<Double> off(double ratio) {
    return within(ratio * 0.05);
  }
}
