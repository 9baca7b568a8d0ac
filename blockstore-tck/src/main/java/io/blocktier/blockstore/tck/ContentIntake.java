package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Takes content in: copies it, counts it, and holds it to its announced length and checksum. */
final class ContentIntake {

  /** Bounds what a source makes the store allocate ahead of the bytes that arrive. */
  private static final int SEGMENT_BYTES = 1 << 20;

  private final Object store;
  private final LongAdder received;

  ContentIntake(Object store, LongAdder received) {
    this.store = store;
    this.received = received;
  }

  MemoryBytes take(Operation operation, BlockKey key, Content content) throws BlockStoreException {
    MemoryBytes bytes = MemoryBytes.of(segments(operation, key, content));
    Optional<Crc32c> announced = content.checksum();
    if (announced.isPresent() && !announced.get().equals(bytes.checksum())) {
      String detail =
          bytes.size()
              + (" bytes arrived with checksum " + bytes.checksum())
              + (", announced was " + announced.get());
      throw new CorruptBlockException(
          Failure.of(store, operation, key, detail).remedy("send the content again"));
    }
    return bytes;
  }

  private List<byte[]> segments(Operation operation, BlockKey key, Content content)
      throws BlockStoreException {
    try (InputStream in = content.open()) {
      List<byte[]> segments = new ArrayList<>();
      long left = content.length();
      while (left > 0) {
        byte[] segment = new byte[(int) Math.min(left, SEGMENT_BYTES)];
        int count = in.readNBytes(segment, 0, segment.length);
        received.add(count);
        left -= count;
        if (count < segment.length) {
          throw wrongLength(operation, key, content, "only " + (content.length() - left));
        }
        segments.add(segment);
      }
      if (in.read() >= 0) {
        throw wrongLength(operation, key, content, "more");
      }
      return segments;
    } catch (BlockStoreException e) {
      throw e;
    } catch (IOException e) {
      Failure failure = Failure.of(store, operation, key, "the content could not be read: " + e);
      throw new InvalidRequestException(failure.remedy("hand in content that can be read"), e);
    }
  }

  private InvalidRequestException wrongLength(
      Operation operation, BlockKey key, Content content, String delivered) {
    String detail =
        "the source delivered " + delivered + " of " + content.length() + " announced bytes";
    return new InvalidRequestException(
        Failure.of(store, operation, key, detail).remedy("announce the true length"));
  }
}
