package io.blocktier.benchmarks.writes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that have all their bytes, so that a forced write changes nothing of the file system. */
final class ZeroFilled {

  private static final int PIECE = 1 << 20;

  private ZeroFilled() {}

  static FileChannel open(Path path, long bytes) throws IOException {
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE);
    for (long at = 0; at < bytes; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(PIECE, bytes - at));
      file.write(zeros, at);
    }
    file.force(true);
    return file;
  }
}
