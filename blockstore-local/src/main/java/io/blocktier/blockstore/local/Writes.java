package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes blocks out of content, of other blocks, and of parts. */
final class Writes {

  private final Object store;
  private final Machinery machinery;
  private final Tree tree;
  private final Conditions conditions;
  private final FileWriter writer;
  private final Disk disk;
  private final Effects effects;
  private final Durability level;

  Writes(
      Object store,
      Machinery machinery,
      Tree tree,
      Conditions conditions,
      FileWriter writer,
      Disk disk,
      Effects effects,
      Durability level) {
    this.store = store;
    this.machinery = machinery;
    this.tree = tree;
    this.conditions = conditions;
    this.writer = writer;
    this.disk = disk;
    this.effects = effects;
    this.level = level;
  }

  Receipt write(BlockKey key, Content content, WriteOptions options) throws IOException {
    return write(Operation.WRITE, key, content, options, false);
  }

  /** Makes the block that others append to, where there is none. */
  Receipt begin(BlockKey key, Content content) throws IOException {
    return write(Operation.APPEND, key, content, WriteOptions.ifAbsent(), true);
  }

  private Receipt write(
      Operation operation, BlockKey key, Content content, WriteOptions options, boolean growing)
      throws IOException {
    Place place = place(operation, key);
    Changes.Condition condition = condition(operation, place, options);
    condition.check(); // again under the lock; here it saves the writing
    Path temp = newFile();
    boolean published = false;
    try {
      BlockAttributes attributes =
          writer.write(
              temp,
              content,
              crc -> {
                requireEqual(operation, key, content.checksum(), crc);
                BlockAttributes made = attributes(content.length(), Optional.of(crc), options);
                return growing ? made.asGrowing() : made;
              });
      Receipt receipt = publish(temp, place, attributes, condition);
      published = true;
      return receipt;
    } finally {
      if (!published) {
        disk.delete(temp);
      }
    }
  }

  Receipt copy(BlockKey source, BlockKey target, CopyOptions options) throws IOException {
    Place from = place(Operation.COPY, source);
    Place to = place(Operation.COPY, target);
    Path temp = newFile();
    try (Tree.Opened opened =
        tree.open(from, Disk.Access.BUFFERED)
            .orElseThrow(() -> conditions.absent(Operation.COPY, source))) {
      BlockAttributes old = opened.found().attributes();
      requireSource(from, options.sourceMatch(), old.etag());
      BlockAttributes attributes =
          new BlockAttributes(
              effects.random().nextLong(),
              old.size(),
              effects.clock().millis(),
              old.checksum(),
              options.metadata().isPresent() ? Optional.empty() : old.putId(),
              options.metadata().orElse(old.metadata()));
      ByteRange all = ByteRange.of(0, old.size());
      writer.assemble(temp, List.of(new FileWriter.Piece(opened::channel, all)), attributes);
      return publish(
          temp, to, attributes, conditions.of(Operation.COPY, to, options.precondition()));
    } finally {
      disk.delete(temp);
    }
  }

  Receipt rename(BlockKey source, BlockKey target, Precondition precondition) throws IOException {
    Place from = place(Operation.RENAME, source);
    Place to = place(Operation.RENAME, target);
    Changes.Condition condition = conditions.of(Operation.RENAME, to, precondition);
    if (source.equals(target)) {
      condition.check();
      return receipt(target, conditions.require(Operation.RENAME, to).attributes());
    }
    Changes.Condition both =
        () -> {
          conditions.require(Operation.RENAME, from);
          condition.check();
        };
    return receipt(target, machinery.parts().changes().move(from, to, both));
  }

  /** Makes a block of parts. */
  Receipt complete(
      BlockKey key,
      PartFiles parts,
      List<UploadFile.Extent> extents,
      Optional<Crc32c> checksum,
      WriteOptions options)
      throws IOException {
    Place place = place(Operation.COMPLETE_UPLOAD, key);
    Changes.Condition condition = condition(Operation.COMPLETE_UPLOAD, place, options);
    condition.check(); // again under the lock; here it saves the joining
    long size = extents.stream().mapToLong(extent -> extent.range().length()).sum();
    PartFiles.Joined joined = parts.join(extents, attributes(size, checksum, options));
    try {
      return publish(joined.path(), place, joined.attributes(), condition);
    } finally {
      parts.discard(joined);
    }
  }

  /** Returns where the parts of a new upload go. */
  PartFiles newParts() {
    return new PartFiles(this, writer, tree, disk);
  }

  /** Returns the attributes of a block that has got longer by bytes with a checksum. */
  BlockAttributes grown(BlockAttributes old, long length, Crc32c tail) {
    return new BlockAttributes(
        newVersion(),
        old.size() + length,
        effects.clock().millis(),
        old.checksum().map(head -> head.concat(tail, length)),
        Optional.empty(),
        old.metadata(),
        true);
  }

  /** Returns a version that no other block or part has. */
  long newVersion() {
    return effects.random().nextLong();
  }

  Path newFile() throws IOException {
    return machinery.parts().temps().next();
  }

  Place place(Operation operation, BlockKey key) throws InvalidRequestException {
    return Places.of(store, operation, tree.root(), key);
  }

  private Receipt publish(
      Path temp, Place place, BlockAttributes attributes, Changes.Condition condition)
      throws IOException {
    machinery.parts().changes().publish(temp, place, condition);
    return receipt(place.key(), attributes);
  }

  /** Acknowledges a block. */
  Receipt receipt(BlockKey key, BlockAttributes attributes) {
    return new SettledReceipt(
        key, attributes.size(), attributes.etag(), attributes.checksum(), level);
  }

  private Changes.Condition condition(Operation operation, Place place, WriteOptions options) {
    return conditions.of(operation, place, options.precondition());
  }

  private BlockAttributes attributes(long size, Optional<Crc32c> crc, WriteOptions options) {
    return new BlockAttributes(
        effects.random().nextLong(),
        size,
        effects.clock().millis(),
        crc,
        options.putId(),
        options.metadata());
  }

  private void requireSource(Place source, Optional<Etag> wanted, Etag there)
      throws PreconditionFailedException {
    if (wanted.isPresent() && !wanted.get().equals(there)) {
      throw conditions.differs(Operation.COPY, source, Optional.of(there), wanted.get());
    }
  }

  /** Compares the bytes that came with those that were announced. */
  void requireEqual(Operation operation, BlockKey key, Optional<Crc32c> announced, Crc32c seen)
      throws CorruptBlockException {
    if (announced.isPresent() && !announced.get().equals(seen)) {
      String detail =
          String.format(Locale.ROOT, "the bytes have checksum %s, not %s", seen, announced.get());
      throw new CorruptBlockException(
          Failure.of(store, operation, key, detail).remedy("write the bytes that were meant"));
    }
  }
}
