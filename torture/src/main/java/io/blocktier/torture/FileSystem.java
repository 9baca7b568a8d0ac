package io.blocktier.torture;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What is on a disk that is cut. Both keep a journal of their own. */
enum FileSystem {
  EXT4(64L << 20),
  XFS(320L << 20);

  private final long bytes;

  FileSystem(long bytes) {
    this.bytes = bytes;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As small as its tools make it; the file is sparse. */
  long bytes() {
    return bytes;
  }

  List<String> make(Path file) {
    return switch (this) {
      case EXT4 -> List.of("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0", file.toString());
      case XFS -> List.of("mkfs.xfs", "-q", "-f", file.toString());
    };
  }

  /** Two copies of one xfs have the same UUID, which it would refuse. */
  String mountOptions(int commitSeconds) {
    return switch (this) {
      case EXT4 -> "loop,commit=" + commitSeconds;
      case XFS -> "loop,nouuid";
    };
  }
}
