package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An upload to a store in memory. Its parts take room; their state is guarded by the shelf. */
final class MemoryUpload implements BlockUpload {

  private record Part(MemoryBytes bytes, PartReceipt receipt) {}

  private final String store;
  private final MemoryShelf shelf;
  private final MemoryVersions versions;
  private final ContentIntake intake;
  private final Set<MemoryUpload> running;
  private final BlockKey key;
  private final WriteOptions options;
  private final Map<Integer, Part> parts = new HashMap<>();
  private boolean over;

  /** Starts an upload, within a step of the shelf. */
  MemoryUpload(
      String store,
      MemoryShelf shelf,
      MemoryVersions versions,
      ContentIntake intake,
      Set<MemoryUpload> running,
      BlockKey key,
      WriteOptions options) {
    this.store = store;
    this.shelf = shelf;
    this.versions = versions;
    this.intake = intake;
    this.running = running;
    this.key = key;
    this.options = options;
    running.add(this);
  }

  @Override
  public BlockKey key() {
    return key;
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    requirePart(Operation.UPLOAD_PART, number, content.length());
    MemoryBytes bytes = intake.take(Operation.UPLOAD_PART, key, content);
    return keep(Operation.UPLOAD_PART, number, bytes, Optional.of(bytes.checksum()));
  }

  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    versions.rules(Operation.COPY_PART, key).needs(Capability.PART_COPY);
    requirePart(Operation.COPY_PART, number, 0);
    MemoryBlock block =
        shelf.looking(Operation.COPY_PART, () -> versions.require(Operation.COPY_PART, source));
    versions.requireRange(Operation.COPY_PART, block, range, true);
    requirePart(Operation.COPY_PART, number, range.clampedLength(block.bytes().size()));
    return keep(Operation.COPY_PART, number, block.bytes().slice(range), Optional.empty());
  }

  @Override
  public Receipt complete(List<PartReceipt> receipts) throws BlockStoreException {
    return shelf.changing(Operation.COMPLETE_UPLOAD, () -> completeNow(receipts));
  }

  @Override
  public void abort() throws BlockStoreException {
    shelf.looking(Operation.ABORT_UPLOAD, () -> key);
    close();
  }

  @Override
  public void close() {
    shelf.release(this::drop);
  }

  private long drop() {
    long bytes = heldBytes();
    parts.clear();
    over = true;
    running.remove(this);
    return bytes;
  }

  private Receipt completeNow(List<PartReceipt> receipts) throws BlockStoreException {
    requireRunning(Operation.COMPLETE_UPLOAD);
    List<MemoryBytes> chosen = chosen(receipts);
    Receipt receipt =
        versions.put(
            Operation.COMPLETE_UPLOAD, key, MemoryBytes.concat(chosen), options, heldBytes());
    parts.clear();
    over = true;
    running.remove(this);
    return receipt;
  }

  private List<MemoryBytes> chosen(List<PartReceipt> receipts) throws InvalidRequestException {
    List<MemoryBytes> chosen = new ArrayList<>();
    int last = 0;
    for (PartReceipt receipt : receipts) {
      Part part = parts.get(receipt.number());
      if (part == null || !part.receipt.etag().equals(receipt.etag())) {
        throw invalid(Operation.COMPLETE_UPLOAD, "part " + receipt.number() + " is unknown");
      }
      if (receipt.number() <= last) {
        throw invalid(Operation.COMPLETE_UPLOAD, "part " + receipt.number() + " is out of order");
      }
      chosen.add(part.bytes);
      last = receipt.number();
    }
    requireSizes(chosen);
    return chosen;
  }

  private void requireSizes(List<MemoryBytes> chosen) throws InvalidRequestException {
    if (chosen.isEmpty()) {
      throw invalid(Operation.COMPLETE_UPLOAD, "no part was handed in");
    }
    long least = versions.limits().minPartBytes();
    for (MemoryBytes part : chosen.subList(0, chosen.size() - 1)) {
      if (part.size() < least) {
        String detail =
            "a part before the last has " + part.size() + " bytes, the least is " + least;
        throw invalid(Operation.COMPLETE_UPLOAD, detail);
      }
    }
  }

  private void requirePart(Operation operation, int number, long size) throws BlockStoreException {
    if (number < 1) {
      throw invalid(operation, "there is no part " + number);
    }
    RequestRules rules = versions.rules(operation, key);
    rules.atMost(number, versions.limits().maxParts(), "the part's number");
    rules.atMost(size, versions.limits().maxPartBytes(), "the part's size");
    shelf.looking(operation, () -> requireRunning(operation));
  }

  private PartReceipt keep(
      Operation operation, int number, MemoryBytes bytes, Optional<Crc32c> checksum)
      throws BlockStoreException {
    PartReceipt receipt = new PartReceipt(number, bytes.size(), versions.newEtag(), checksum);
    return shelf.changing(
        operation,
        () -> {
          requireRunning(operation);
          Part old = parts.get(number);
          shelf.reserve(operation, key, bytes.size() - (old == null ? 0 : old.bytes.size()));
          parts.put(number, new Part(bytes, receipt));
          return receipt;
        });
  }

  private BlockKey requireRunning(Operation operation) throws InvalidRequestException {
    if (over) {
      throw invalid(operation, "the upload is over");
    }
    return key;
  }

  private long heldBytes() {
    return parts.values().stream().mapToLong(part -> part.bytes.size()).sum();
  }

  private InvalidRequestException invalid(Operation operation, String detail) {
    return new InvalidRequestException(
        Failure.of(store, operation, key, detail)
            .remedy("hand in the receipts of a running upload by ascending number"));
  }
}
