package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block whose length nobody knows yet: at once if it fits into one part, else part by
 * part, holding one of them. Buffers are not used again: a call that was given up may still read
 * one. Not thread-safe.
 */
public final class BlockSink implements AutoCloseable {

  /** Small enough for the collector of garbage to treat it like any other array. */
  private static final int BUFFER_BYTES = 256 << 10;

  private final BlockStore store;
  private final BlockKey key;
  private final WriteOptions options;
  private final long partBytes;
  private final List<ByteBuffer> part = new ArrayList<>();
  private final List<PartReceipt> sent = new ArrayList<>();
  private @Nullable BlockUpload upload;
  private Crc32c checksum = Crc32c.EMPTY;
  private long partLength;
  private long length;

  /**
   * Begins a block; nothing is sent yet.
   *
   * @param store where it goes
   * @param key its name there
   * @param options how it is written
   * @param partBytes how much is held, and sent at once; more where the store wants larger parts
   */
  public BlockSink(BlockStore store, BlockKey key, WriteOptions options, int partBytes) {
    this.store = store;
    this.key = key;
    this.options = options;
    this.partBytes =
        store.capabilities().has(Capability.UPLOAD)
            ? Math.max(partBytes, store.capabilities().limits().minPartBytes())
            : Long.MAX_VALUE;
  }

  /** Returns how many bytes were written. */
  long length() {
    return length;
  }

  /** Returns the checksum of the whole block, once it is finished. */
  Crc32c checksum() {
    return checksum;
  }

  /**
   * Takes a copy of bytes.
   *
   * @param bytes where they are
   * @param from the first of them
   * @param count how many
   * @throws BlockStoreException if the store does not take what is sent to it
   */
  public void write(byte[] bytes, int from, int count) throws BlockStoreException {
    int done = 0;
    while (done < count) {
      if (partLength == partBytes) {
        sendPart();
      }
      ByteBuffer buffer = buffer();
      int next = Math.min(count - done, buffer.remaining());
      buffer.put(bytes, from + done, next);
      done += next;
      partLength += next;
      length += next;
    }
  }

  /** Returns the last buffer of the part, with room for a byte at least. */
  private ByteBuffer buffer() {
    if (part.isEmpty() || !part.getLast().hasRemaining()) {
      part.add(ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, partBytes - partLength)));
    }
    return part.getLast();
  }

  private void sendPart() throws BlockStoreException {
    if (upload == null) {
      upload = store.startUpload(key, options);
    }
    sent.add(upload.uploadPart(sent.size() + 1, takePart()));
  }

  private Content takePart() {
    ByteBuffer[] buffers = part.stream().map(ByteBuffer::flip).toArray(ByteBuffer[]::new);
    Crc32c crc = Crc32c.of(buffers);
    checksum = checksum.concat(crc, partLength);
    Content content = Content.of(buffers).withChecksum(crc);
    part.clear();
    partLength = 0;
    return content;
  }

  /**
   * Makes the block visible.
   *
   * @throws CorruptBlockException if the store has other bytes; the block is there
   * @throws BlockStoreException if the store does not take it
   */
  public void finish() throws BlockStoreException {
    if (upload == null) {
      requireAsWritten(store.write(key, takePart(), options));
    } else {
      sendPart();
      requireAsWritten(upload.complete(sent));
    }
  }

  private void requireAsWritten(Receipt receipt) throws CorruptBlockException {
    boolean differs = receipt.checksum().isPresent() && !receipt.checksum().get().equals(checksum);
    if (receipt.size() != length || differs) {
      String detail =
          "the store has "
              + receipt.size()
              + " bytes, checksum "
              + receipt.checksum()
              + ", of a block of "
              + length
              + " bytes, checksum "
              + checksum;
      throw new CorruptBlockException(
          Failure.of(store, Operation.WRITE, key, detail)
              .remedy("delete the block, and write it under another key"));
    }
  }

  /** Aborts what was not finished. */
  @Override
  public void close() {
    if (upload != null) {
      upload.close();
    }
  }
}
