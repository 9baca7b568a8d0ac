package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PreconditionFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * Reads whole blocks of any size, each as one version, in ranges of one buffer. A block that is
 * replaced meanwhile is started again, a bounded number of times. Thread-safe.
 *
 * @param store where the blocks are
 * @param buffers what the ranges are read into
 * @param counter is told of every byte that arrived
 */
record Download(BlockStore store, RangeBuffers buffers, LongConsumer counter) {

  /** How often a block may be replaced while it is read. */
  static final int MOST_RESTARTS = 3;

  /** Where the bytes go. */
  interface Sink {

    /** Tells whether what was written can be taken back. */
    boolean restart() throws IOException;

    void write(ByteBuffer buffer) throws IOException;
  }

  /** Reads a block. */
  BlockStat fetch(BlockKey key, Sink sink) throws IOException {
    return buffers.lend(buffer -> fetch(key, sink, buffer));
  }

  private BlockStat fetch(BlockKey key, Sink sink, ByteBuffer buffer) throws IOException {
    for (int restarts = 0; ; restarts++) {
      try {
        return fetchVersion(VersionReader.open(store, key, buffer), sink, buffer);
      } catch (PreconditionFailedException e) {
        if (restarts == MOST_RESTARTS || !sink.restart()) {
          throw e;
        }
      }
    }
  }

  private BlockStat fetchVersion(VersionReader reader, Sink sink, ByteBuffer buffer)
      throws IOException {
    CRC32C crc = new CRC32C();
    long size = reader.version().size();
    long offset = pass(buffer, sink, crc);
    while (offset < size) {
      reader.read(offset, buffer);
      offset += pass(buffer, sink, crc);
    }
    requireChecksum(reader.version(), new Crc32c((int) crc.getValue()));
    return reader.version();
  }

  private int pass(ByteBuffer buffer, Sink sink, CRC32C crc) throws IOException {
    int count = buffer.remaining();
    crc.update(buffer.duplicate());
    sink.write(buffer);
    counter.accept(count);
    return count;
  }

  /** Stores verify what they read as a whole; what was read in ranges is verified here. */
  private void requireChecksum(BlockStat version, Crc32c found) throws CorruptBlockException {
    Optional<Crc32c> expected = version.checksum();
    if (expected.isPresent() && !expected.get().equals(found)) {
      String detail =
          String.format(Locale.ROOT, "checksum %s expected, %s found", expected.get(), found);
      throw new CorruptBlockException(
          Failure.of(store, Operation.READ, version.key(), detail)
              .remedy("restore the block from another copy"));
    }
  }
}
