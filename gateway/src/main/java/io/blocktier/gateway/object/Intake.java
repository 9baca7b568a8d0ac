package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.payload.Digests;
import io.blocktier.gateway.payload.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings payloads into the store. One that is no larger than {@code limits.whole_body} is taken as
 * a whole, so that its digest is known when it is written, by one write. A larger one travels in
 * parts through bounded memory; its attributes are in a companion, written when the last byte has
 * come and before the block is visible. So are those of a body that the store could not copy onto
 * itself where they change. Thread-safe.
 */
public final class Intake {

  /** Bodies up to this are so small that one request more would be what a write costs. */
  private static final int MAX_FIXED_BYTES = 1 << 20;

  private final BlockStore store;
  private final Attributes attributes;
  private final BodyBuffers buffers;

  /** Brings payloads into a store. */
  public Intake(BlockStore store, Attributes attributes, BodyBuffers buffers) {
    this.store = store;
    this.attributes = attributes;
    this.buffers = buffers;
  }

  /**
   * What was written.
   *
   * @param attributes of the object
   * @param receipt tells how safe it is
   */
  record Written(ObjectAttributes attributes, Receipt receipt) {}

  /** Writes an object. */
  Written write(BlockKey block, Precondition precondition, ObjectAttributes stated, Payload payload)
      throws IOException {
    WriteOptions options = WriteOptions.DEFAULT.with(precondition);
    return isWhole(payload)
        ? writeWhole(block, options, stated, payload)
        : writeInParts(block, options, stated, payload);
  }

  /** Writes bytes under a key that nobody else writes, without attributes. */
  public Digests writeBare(BlockKey block, Payload payload) throws IOException {
    if (isWhole(payload)) {
      whole(payload, content -> store.write(block, content, WriteOptions.DEFAULT));
      return payload.digests();
    }
    try (BlockUpload upload = store.startUpload(block, WriteOptions.DEFAULT)) {
      upload.complete(sendParts(upload, payload));
    }
    return payload.digests();
  }

  /** One write is what a cache acknowledges; a store may take less by one than by parts. */
  private boolean isWhole(Payload payload) {
    return payload.length() <= buffers.wholeBytes()
        && payload.length() <= store.capabilities().limits().maxWriteBytes();
  }

  /** What is done with bytes that are right. */
  @FunctionalInterface
  public interface Use<T> {
    /** Uses the bytes, which are gone when this returns. */
    T with(Content content) throws IOException;
  }

  /** Returns how many bytes of one request may be in memory. */
  public int memoryBytes() {
    return buffers.partBytes();
  }

  /** Reads all bytes into memory and hands them on. */
  public <T> T whole(Payload payload, Use<T> use) throws IOException {
    int most = (int) payload.length();
    try (BodyBuffers.Lease lease = buffers.lease(most)) {
      int length = fill(payload, lease.array(), most);
      requireEnd(payload);
      return use.with(content(lease, length));
    }
  }

  private Written writeWhole(
      BlockKey block, WriteOptions options, ObjectAttributes stated, Payload payload)
      throws IOException {
    return whole(
        payload,
        content -> {
          ObjectAttributes whole = stated.withDigests(payload.digests());
          WriteOptions described = options.with(keep(block, whole, content.length()));
          try {
            return new Written(whole, store.write(block, content, described));
          } catch (BlockStoreException e) {
            dropUnlessUnknown(Attributes.companionOf(described.metadata()), e);
            throw e;
          }
        });
  }

  /** Where they change that are beside the block, it is copied, if nobody has changed it. */
  private Metadata keep(BlockKey block, ObjectAttributes whole, long length)
      throws BlockStoreException {
    boolean fixed =
        length > MAX_FIXED_BYTES && !store.capabilities().has(Capability.CONDITIONAL_COPY);
    return fixed ? attributes.keepApart(block, whole) : attributes.keep(block, whole);
  }

  private Written writeInParts(
      BlockKey block, WriteOptions options, ObjectAttributes stated, Payload payload)
      throws IOException {
    String companion = attributes.newCompanion();
    try (BlockUpload upload =
        store.startUpload(block, options.with(Attributes.naming(companion)))) {
      List<PartReceipt> receipts = sendParts(upload, payload);
      ObjectAttributes whole = stated.withDigests(payload.digests());
      attributes.writeCompanion(companion, block, whole);
      try {
        return new Written(whole, upload.complete(receipts));
      } catch (BlockStoreException e) {
        dropUnlessUnknown(Optional.of(companion), e);
        throw e;
      }
    }
  }

  /** The block may be there in spite of the error, and then its companion has to be. */
  private void dropUnlessUnknown(Optional<String> companion, BlockStoreException e) {
    if (!(e instanceof OutcomeUnknownException)) {
      attributes.drop(companion);
    }
  }

  private List<PartReceipt> sendParts(BlockUpload upload, Payload payload) throws IOException {
    List<PartReceipt> receipts = new ArrayList<>();
    long length = payload.length();
    int step = partBytes(length);
    long sent = 0;
    while (sent < length) {
      int size = (int) Math.min(step, length - sent);
      try (BodyBuffers.Lease lease = buffers.lease(size)) {
        int count = fill(payload, lease.array(), size);
        sent += count;
        if (count < size || sent == length) {
          requireEnd(payload);
          length = sent;
        }
        if (count > 0) {
          receipts.add(upload.uploadPart(receipts.size() + 1, content(lease, count)));
        }
      }
    }
    return receipts;
  }

  /** A part has to be as large as the store asks for, and there must not be too many. */
  private int partBytes(long length) throws S3Exception {
    Limits limits = store.capabilities().limits();
    long least = Math.max(limits.minPartBytes(), length / limits.maxParts() + 1);
    if (least > buffers.partBytes()) {
      throw new S3Exception(S3ErrorCode.ENTITY_TOO_LARGE);
    }
    return (int) Math.min(buffers.partBytes(), limits.maxPartBytes());
  }

  private static Content content(BodyBuffers.Lease lease, int size) {
    return Content.of(ByteBuffer.wrap(lease.array(), 0, size));
  }

  /** Returns how many bytes there are: fewer than asked for where only their end tells how many. */
  private static int fill(Payload payload, byte[] target, int most) throws IOException {
    return payload.readNBytes(target, 0, most);
  }

  /** What the client said of its bytes is judged where they end. */
  private static void requireEnd(Payload payload) throws IOException {
    if (payload.read() >= 0) {
      throw new S3Exception(S3ErrorCode.INVALID_REQUEST, "The body is longer than announced");
    }
  }
}
