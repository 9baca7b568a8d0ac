package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One block written in parts.
 *
 * <p>Every part is sent with a checksum that was computed before: a buffer of the pool that is
 * still being read after its call was given up must not be stored as something else.
 */
final class MultipartWrite {

  private record SentPart(PartReceipt receipt, Crc32c checksum) {}

  private final BlockStore store;
  private final Call call;
  private final Content content;
  private final PartPlan plan;
  private final TransferPolicy policy;
  private final Executor executor;
  private final BufferPool pool;

  MultipartWrite(
      BlockStore store,
      BlockKey key,
      Content content,
      TransferPolicy policy,
      Executor executor,
      BufferPool pool)
      throws BlockStoreException {
    this.store = store;
    this.call = Call.of(Operation.WRITE, key);
    this.content = content;
    this.policy = policy;
    this.executor = executor;
    this.pool = pool;
    this.plan = plan();
  }

  /** Sends the parts of an upload that was started for them, and completes it. */
  Receipt to(BlockUpload upload) throws BlockStoreException {
    List<SentPart> parts = send(upload);
    Crc32c whole = verified(parts);
    Receipt receipt = upload.complete(parts.stream().map(SentPart::receipt).toList());
    require("the completed block", receipt.size(), content.length());
    require("the completed block", receipt.checksum(), whole);
    return RestatedReceipt.withChecksum(receipt, whole);
  }

  private List<SentPart> send(BlockUpload upload) throws BlockStoreException {
    try (PartTasks<SentPart> tasks = new PartTasks<>(store, call, plan.parts(), policy, executor)) {
      switch (content) {
        case Content.Buffers buffers -> start(tasks, upload, buffers);
        case Content.Source source -> start(tasks, upload, source);
      }
      return tasks.results();
    }
  }

  private void start(PartTasks<SentPart> tasks, BlockUpload upload, Content.Buffers buffers)
      throws BlockStoreException {
    for (int i = 0; i < plan.parts(); i++) {
      int number = i + 1;
      Content.Buffers part = buffers.slice(plan.range(i));
      Call.Action<SentPart> sending =
          () -> send(upload, number, part, Crc32c.of(part.duplicates()));
      tasks.start(i, sending, () -> {});
    }
  }

  private void start(PartTasks<SentPart> tasks, BlockUpload upload, Content.Source source)
      throws BlockStoreException {
    try (SourceReader reader = new SourceReader(store, call, source)) {
      for (int i = 0; i < plan.parts(); i++) {
        start(tasks, upload, reader, i);
      }
      reader.requireEnd();
    }
  }

  private void start(PartTasks<SentPart> tasks, BlockUpload upload, SourceReader reader, int index)
      throws BlockStoreException {
    int bytes = Math.toIntExact(plan.range(index).length());
    byte[] buffer = take(bytes);
    boolean started = false;
    try {
      reader.fill(buffer, bytes);
      ByteBuffer filled = ByteBuffer.wrap(buffer, 0, bytes);
      Crc32c crc = Crc32c.of(filled);
      Call.Action<SentPart> sending = () -> send(upload, index + 1, Content.of(filled), crc);
      tasks.start(index, sending, () -> pool.giveBack(buffer));
      started = true;
    } finally {
      if (!started) {
        pool.giveBack(buffer);
      }
    }
  }

  private SentPart send(BlockUpload upload, int number, Content part, Crc32c crc)
      throws BlockStoreException {
    PartReceipt receipt = upload.uploadPart(number, part.withChecksum(crc));
    require("part " + number, receipt.size(), part.length());
    require("part " + number, receipt.checksum(), crc);
    return new SentPart(receipt, crc);
  }

  private Crc32c verified(List<SentPart> parts) throws CorruptBlockException {
    Crc32c whole = Crc32c.EMPTY;
    for (SentPart part : parts) {
      whole = whole.concat(part.checksum(), part.receipt().size());
    }
    require("the content", content.checksum(), whole);
    return whole;
  }

  private byte[] take(int bytes) throws StoreUnavailableException {
    try {
      Optional<byte[]> buffer = pool.take(bytes, policy.partTimeout());
      if (buffer.isPresent()) {
        return buffer.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for a buffer", e);
    }
    throw unavailable("no buffer came free within " + policy.partTimeout(), null);
  }

  private PartPlan plan() throws BlockStoreException {
    Limits limits = store.capabilities().limits();
    Optional<PartPlan> fitting = PartPlan.within(limits, content.length(), policy.partSize());
    if (fitting.isEmpty()) {
      throw refused("does not fit into the store's limits: " + limits, "write smaller blocks");
    }
    boolean buffered = content instanceof Content.Source;
    long most =
        buffered
            ? Math.min(policy.maxBufferedBytes(), Integer.MAX_VALUE - Long.BYTES)
            : Long.MAX_VALUE;
    if (fitting.get().partSize() > most) {
      String detail =
          "needs parts of " + fitting.get().partSize() + " bytes; " + most + " may be buffered";
      throw refused(detail, "allow more memory for buffers");
    }
    return fitting.get();
  }

  private InvalidRequestException refused(String detail, String remedy) {
    String what = "content of " + content.length() + " bytes " + detail;
    return new InvalidRequestException(call.failure(store, what).remedy(remedy));
  }

  private void require(String what, long size, long expected) throws CorruptBlockException {
    if (size != expected) {
      throw corrupt(what + " has " + size + " bytes instead of " + expected);
    }
  }

  private void require(String what, Optional<Crc32c> stated, Crc32c computed)
      throws CorruptBlockException {
    if (stated.isPresent() && !stated.get().equals(computed)) {
      throw corrupt(what + " has checksum " + stated.get() + "; the bytes sent have " + computed);
    }
  }

  private CorruptBlockException corrupt(String detail) {
    return new CorruptBlockException(call.failure(store, detail).remedy("write the block again"));
  }

  private StoreUnavailableException unavailable(String detail, @Nullable Throwable cause) {
    return new StoreUnavailableException(
        call.failure(store, detail).remedy("write less at a time"), cause);
  }
}
