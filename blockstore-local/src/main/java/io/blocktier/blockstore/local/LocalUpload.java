package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts as temporary files, joined within the kernel. */
final class LocalUpload implements BlockUpload {

  private static final Logger LOG = LoggerFactory.getLogger(LocalUpload.class);

  private final BlockKey key;
  private final WriteOptions options;
  private final LocalBlockStore store;
  private final Writes writes;
  private final Calls calls;
  private final Disk disk;
  private final Map<Integer, Part> parts = new ConcurrentHashMap<>();
  private volatile boolean over;

  LocalUpload(
      BlockKey key,
      WriteOptions options,
      LocalBlockStore store,
      Writes writes,
      Calls calls,
      Disk disk) {
    this.key = key;
    this.options = options;
    this.store = store;
    this.writes = writes;
    this.calls = calls;
    this.disk = disk;
  }

  private record Part(Path file, PartReceipt receipt) {
    ByteRange range() {
      return ByteRange.of(0, receipt.size());
    }
  }

  @Override
  public BlockKey key() {
    return key;
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    requireOpen(Operation.UPLOAD_PART);
    return calls.change(
        Operation.UPLOAD_PART,
        key,
        content.length(),
        () -> keep(number, file -> writes.writePart(key, file, content)));
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    requireOpen(Operation.COPY_PART);
    return calls.change(
        Operation.COPY_PART,
        key,
        0,
        () -> {
          try (Tree.Opened opened = store.open(Operation.COPY_PART, source)) {
            requireWithin(range, opened.found().attributes().size());
            return keep(number, file -> writes.copyPart(opened, range, file));
          }
        });
  }

  @Override
  public Receipt complete(List<PartReceipt> receipts) throws BlockStoreException {
    requireOpen(Operation.COMPLETE_UPLOAD);
    List<Part> chosen = chosen(receipts);
    long bytes = chosen.stream().mapToLong(part -> part.receipt().size()).sum();
    Receipt receipt = calls.change(Operation.COMPLETE_UPLOAD, key, bytes, () -> join(chosen));
    over = true;
    dropAll();
    return receipt;
  }

  @Override
  public void abort() throws BlockStoreException {
    over = true;
    dropAll();
  }

  @Override
  public void close() {
    try {
      abort();
    } catch (BlockStoreException e) {
      LOG.warn("parts of an upload stay until the store is closed", e);
    }
  }

  @FunctionalInterface
  private interface PartWriter {
    BlockAttributes write(Path file) throws IOException;
  }

  private PartReceipt keep(int number, PartWriter writer) throws IOException {
    Path file = writes.newFile();
    boolean kept = false;
    try {
      BlockAttributes attributes = writer.write(file);
      PartReceipt receipt =
          new PartReceipt(number, attributes.size(), attributes.etag(), attributes.checksum());
      Part replaced = parts.put(number, new Part(file, receipt));
      kept = true;
      if (replaced != null) {
        disk.delete(replaced.file());
      }
      return receipt;
    } finally {
      if (!kept) {
        disk.delete(file);
      }
    }
  }

  private Receipt join(List<Part> chosen) throws IOException {
    List<FileWriter.Piece> pieces =
        chosen.stream().map(part -> new FileWriter.Piece(() -> open(part), part.range())).toList();
    return writes.assemble(key, pieces, checksum(chosen), options);
  }

  private FileChannel open(Part part) throws IOException {
    return disk.open(part.file(), Disk.Access.BUFFERED);
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

  private void dropAll() throws BlockStoreException {
    calls.look(
        Operation.ABORT_UPLOAD,
        key,
        () -> {
          for (Part part : parts.values()) {
            disk.delete(part.file());
          }
          parts.clear();
          return over;
        });
  }
}
