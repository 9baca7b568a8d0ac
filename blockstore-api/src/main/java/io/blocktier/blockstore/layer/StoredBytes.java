package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Bytes of a block that are compared with content, a chunk at a time.
 *
 * @param look where and how to read
 * @param key the block
 * @param offset where the bytes begin
 */
record StoredBytes(Look look, BlockKey key, long offset) {

  /** The memory that a comparison takes, twice. */
  private static final int CHUNK_BYTES = 1 << 20;

  boolean equal(Content content) throws BlockStoreException {
    try (InputStream expected = content.open()) {
      return equal(expected, content.length());
    } catch (BlockStoreException e) {
      throw e;
    } catch (IOException e) {
      Call call = Call.of(Operation.APPEND, key);
      throw new InvalidRequestException(
          call.failure(look.store(), "the reply was lost and the content cannot be read again")
              .remedy("compare the block with what was to be appended"),
          e);
    }
  }

  private boolean equal(InputStream expected, long length) throws IOException {
    int capacity = (int) Math.min(CHUNK_BYTES, length);
    ByteBuffer stored = ByteBuffer.allocate(capacity);
    byte[] chunk = new byte[capacity];
    for (long done = 0; done < length; done += capacity) {
      int count = (int) Math.min(capacity, length - done);
      read(ByteRange.of(offset + done, count), stored.clear());
      int delivered = expected.readNBytes(chunk, 0, count);
      if (!stored.flip().equals(ByteBuffer.wrap(chunk, 0, delivered))) {
        return false;
      }
    }
    return true;
  }

  private void read(ByteRange range, ByteBuffer target) throws BlockStoreException {
    Call call = Call.of(Operation.READ, key);
    look.retrier()
        .repeat(
            call,
            () -> {
              target.clear();
              return look.store().read(key, range, target);
            });
  }
}
