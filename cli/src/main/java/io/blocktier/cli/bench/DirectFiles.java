package io.blocktier.cli.bench;

import com.sun.nio.file.ExtendedOpenOption;
import io.blocktier.blockstore.spi.SystemEffect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files past the page cache. */
final class DirectFiles {

  /** What addresses, offsets and lengths are multiples of: no disk has larger sectors. */
  static final int ALIGNMENT = 4 << 10;

  private DirectFiles() {}

  static FileChannel open(Path file, boolean direct, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    if (direct) {
      all.add(option());
    }
    return FileChannel.open(file, all);
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT).slice(0, bytes);
  }

  @SystemEffect("nothing portable goes past the page cache")
  private static OpenOption option() {
    return ExtendedOpenOption.DIRECT;
  }
}
