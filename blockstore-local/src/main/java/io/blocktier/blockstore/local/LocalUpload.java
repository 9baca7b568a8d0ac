package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An upload to a local disk, which ends with the store: its parts are temporary files. */
final class LocalUpload implements BlockUpload {

  private static final Logger LOG = LoggerFactory.getLogger(LocalUpload.class);

  private final BlockKey key;
  private final WriteOptions options;
  private final LocalBlockStore store;
  private final Writes writes;
  private final PartFiles files;
  private final Calls calls;
  private final Patience patience;
  private final Map<Integer, Part> parts = new ConcurrentHashMap<>();

  /** Parts are written by many at a time, and by nobody when their file becomes a block. */
  private final ReadWriteLock writing = new ReentrantReadWriteLock();

  private volatile boolean over;

  LocalUpload(
      BlockKey key,
      WriteOptions options,
      LocalBlockStore store,
      Writes writes,
      Calls calls,
      Patience patience) {
    this.key = key;
    this.options = options;
    this.store = store;
    this.writes = writes;
    this.files = writes.newParts();
    this.calls = calls;
    this.patience = patience;
  }

  private record Part(UploadFile.Extent extent, PartReceipt receipt) {}

  @Override
  public BlockKey key() {
    return key;
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    return calls.change(
        Operation.UPLOAD_PART,
        key,
        content.length(),
        () -> holding(writing.readLock(), Operation.UPLOAD_PART, () -> write(number, content)));
  }

  private PartReceipt write(int number, Content content) throws IOException {
    PartFiles.Written written =
        files.write(
            number,
            content,
            seen -> writes.requireEqual(Operation.UPLOAD_PART, key, content.checksum(), seen));
    return keep(number, written.extent(), Optional.of(written.checksum()));
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    return calls.change(
        Operation.COPY_PART,
        key,
        0,
        () ->
            holding(writing.readLock(), Operation.COPY_PART, () -> copyNow(number, source, range)));
  }

  private PartReceipt copyNow(int number, BlockKey source, ByteRange range) throws IOException {
    try (Tree.Opened opened = store.open(Operation.COPY_PART, source)) {
      requireWithin(range, opened.found().attributes().size());
      return keep(number, files.copy(opened, range), Optional.empty());
    }
  }

  @Override
  public Receipt complete(List<PartReceipt> receipts) throws BlockStoreException {
    long bytes = receipts.stream().mapToLong(PartReceipt::size).sum();
    return calls.change(
        Operation.COMPLETE_UPLOAD,
        key,
        bytes,
        () -> holding(writing.writeLock(), Operation.COMPLETE_UPLOAD, () -> completeNow(receipts)));
  }

  private Receipt completeNow(List<PartReceipt> receipts) throws IOException {
    List<Part> chosen = chosen(receipts);
    dropOthers(chosen);
    List<UploadFile.Extent> extents = chosen.stream().map(Part::extent).toList();
    Receipt receipt = writes.complete(key, files, extents, checksum(chosen), options);
    over = true;
    dropAll();
    return receipt;
  }

  @Override
  public void abort() throws BlockStoreException {
    over = true;
    calls.look(
        Operation.ABORT_UPLOAD,
        key,
        () -> {
          dropAll();
          return over;
        });
  }

  @Override
  public void close() {
    try {
      abort();
    } catch (BlockStoreException e) {
      LOG.warn("parts of an upload stay until the store is closed", e);
    }
  }

  private PartReceipt keep(int number, UploadFile.Extent extent, Optional<Crc32c> checksum)
      throws IOException {
    Etag etag = Etag.of(HexFormat.of().toHexDigits(writes.newVersion()));
    PartReceipt receipt = new PartReceipt(number, extent.range().length(), etag, checksum);
    Part replaced = parts.put(number, new Part(extent, receipt));
    if (replaced != null) {
      files.drop(number, replaced.extent());
    }
    if (over) {
      dropAll(); // it ended while this part was written
    }
    return receipt;
  }

  /** Runs a call among others, or alone, that do the same with the parts. */
  private <T> T holding(Lock lock, Operation operation, Calls.Body<T> body) throws IOException {
    Duration left = patience.left();
    try {
      if (!lock.tryLock(left.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("parts were still being written after " + left.toMillis() + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while parts were being written");
    }
    try {
      requireOpen(operation);
      return body.run();
    } finally {
      lock.unlock();
    }
  }

  /** Completing may overwrite and cut off whatever is not chosen. */
  private void dropOthers(List<Part> chosen) throws IOException {
    for (Part part : List.copyOf(parts.values())) {
      if (!chosen.contains(part)) {
        parts.remove(part.receipt().number());
        files.drop(part.receipt().number(), part.extent());
      }
    }
  }

  private static Optional<Crc32c> checksum(List<Part> chosen) {
    Crc32c whole = Crc32c.EMPTY;
    for (Part part : chosen) {
      Optional<Crc32c> next = part.receipt().checksum();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      whole = whole.concat(next.get(), part.receipt().size());
    }
    return Optional.of(whole);
  }

  private List<Part> chosen(List<PartReceipt> receipts) throws InvalidRequestException {
    if (receipts.isEmpty()) {
      throw invalid(Operation.COMPLETE_UPLOAD, "no part was given");
    }
    List<Part> chosen = new ArrayList<>();
    int last = 0;
    for (PartReceipt receipt : receipts) {
      Part part = parts.get(receipt.number());
      if (part == null || !part.receipt().equals(receipt)) {
        throw invalid(
            Operation.COMPLETE_UPLOAD,
            String.format(Locale.ROOT, "part %d is unknown", receipt.number()));
      }
      if (receipt.number() <= last) {
        throw invalid(
            Operation.COMPLETE_UPLOAD,
            String.format(Locale.ROOT, "part %d comes behind part %d", receipt.number(), last));
      }
      last = receipt.number();
      chosen.add(part);
    }
    return chosen;
  }

  private void requireOpen(Operation operation) throws InvalidRequestException {
    if (over) {
      throw invalid(operation, "the upload is over");
    }
  }

  private void requireWithin(ByteRange range, long size) throws RangeNotSatisfiableException {
    boolean within = range.offset() <= size && range.length() <= size - range.offset();
    if (!within) {
      String detail = String.format(Locale.ROOT, "%s of a block of %d bytes", range, size);
      throw new RangeNotSatisfiableException(
          Failure.of(store, Operation.COPY_PART, key, detail).remedy("stay within the block"));
    }
  }

  private InvalidRequestException invalid(Operation operation, String detail) {
    return new InvalidRequestException(
        Failure.of(store, operation, key, detail).remedy("start a new upload"));
  }

  private void dropAll() throws IOException {
    for (Part part : parts.values()) {
      files.drop(part.receipt().number(), part.extent());
    }
    parts.clear();
    files.close();
  }
}
