package io.blocktier.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagerTest {

  private static final int SEEDS = 200;

  @TempDir Path directory;

  @Test
  void anAttributeThatWasCutToNothingIsLeftAlone() throws Exception {
    Path file = directory.resolve("block");
    for (int seed = 0; seed < SEEDS; seed++) {
      Files.write(file, new byte[100]);
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
      assumeTrue(view != null, "no attributes here");
      view.write("blocktier", ByteBuffer.allocate(0));
      Damager.damage(directory, new SplittableRandom(seed));
      assertThat(view.size("blocktier")).as("seed %d", seed).isZero();
    }
  }
}
