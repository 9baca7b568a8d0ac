package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.payload.Checksum;
import io.blocktier.gateway.payload.ChecksumAlgorithm;
import io.blocktier.gateway.payload.RunningChecksum;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Checksums of what is copied: the one that is known, or else the bytes are read for it, through
 * one of the buffers that reads of objects have. Thread-safe.
 */
public final class SourceChecksums {

  private static final int STEP = 8 << 10;
  private static final String OF_ALL_BYTES = "FULL_OBJECT";

  private final BlockStore store;
  private final ReadBuffers buffers;

  /** Reads a store through these. */
  public SourceChecksums(BlockStore store, ReadBuffers buffers) {
    this.store = store;
    this.buffers = buffers;
  }

  /**
   * Returns the checksum of a range of one version of an object.
   *
   * @throws S3Exception if that version was replaced meanwhile
   */
  public Checksum of(StoredObject source, ByteRange range, ChecksumAlgorithm algorithm)
      throws IOException {
    boolean whole = range.length() == source.size();
    Optional<Checksum> known =
        whole ? known(source.attributes(), algorithm) : Optional.<Checksum>empty();
    return known.isPresent() ? known.get() : computed(source, range, algorithm);
  }

  /** A checksum of the checksums of parts is not one of the bytes. */
  static Optional<Checksum> known(ObjectAttributes source, ChecksumAlgorithm algorithm) {
    return Optional.ofNullable(source.checksums().get(algorithm.name()))
        .filter(value -> source.checksumType().filter(OF_ALL_BYTES::equals).isPresent())
        .map(value -> new Checksum(algorithm, value));
  }

  private Checksum computed(StoredObject source, ByteRange range, ChecksumAlgorithm algorithm)
      throws IOException {
    RunningChecksum running = algorithm.start();
    byte[] step = new byte[STEP];
    ByteBuffer first = buffers.take().limit(0);
    try (ObjectBody bytes = ObjectBody.inMemory(store, source.stat(), range, buffers, first)) {
      bytes.writeTo(buffer -> add(running, buffer, step));
    } catch (EOFException e) {
      throw new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
    }
    return Checksum.of(algorithm, running.finish());
  }

  private static void add(RunningChecksum running, ByteBuffer buffer, byte[] step) {
    while (buffer.hasRemaining()) {
      int count = Math.min(step.length, buffer.remaining());
      buffer.get(step, 0, count);
      running.update(step, 0, count);
    }
  }
}
