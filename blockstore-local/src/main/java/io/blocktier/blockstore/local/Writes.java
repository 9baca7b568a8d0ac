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
    Place place = place(Operation.WRITE, key);
    Changes.Condition condition = condition(Operation.WRITE, place, options);
    condition.check(); // again under the lock; here it saves the writing
    Path temp = newFile();
    try {
      BlockAttributes attributes =
          writer.write(
              temp,
              content,
              crc -> {
                requireEqual(Operation.WRITE, key, content.checksum(), crc);
                return attributes(content.length(), Optional.of(crc), options);
              });
      return publish(temp, place, attributes, condition);
    } finally {
      disk.delete(temp);
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

  /** Writes a part of an upload to a file of its own. */
  BlockAttributes writePart(BlockKey key, Path file, Content content) throws IOException {
    return writer.write(
        file,
        content,
        crc -> {
          requireEqual(Operation.UPLOAD_PART, key, content.checksum(), crc);
          return attributes(content.length(), Optional.of(crc), WriteOptions.DEFAULT);
        });
  }

  /** Copies a range of a block to a file of its own. */
  BlockAttributes copyPart(Tree.Opened source, ByteRange range, Path file) throws IOException {
    return writer.assemble(
        file,
        List.of(new FileWriter.Piece(source::channel, range)),
        attributes(range.length(), Optional.empty(), WriteOptions.DEFAULT));
  }

  /** Puts a block together from files. */
  Receipt assemble(
      BlockKey key, List<FileWriter.Piece> pieces, Optional<Crc32c> checksum, WriteOptions options)
      throws IOException {
    Place place = place(Operation.COMPLETE_UPLOAD, key);
    Changes.Condition condition = condition(Operation.COMPLETE_UPLOAD, place, options);
    condition.check(); // again under the lock; here it saves the joining
    Path temp = newFile();
    try {
      long size = pieces.stream().mapToLong(piece -> piece.range().length()).sum();
      BlockAttributes attributes =
          writer.assemble(temp, pieces, attributes(size, checksum, options));
      return publish(temp, place, attributes, condition);
    } finally {
      disk.delete(temp);
    }
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

  private Receipt receipt(BlockKey key, BlockAttributes attributes) {
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

  private void requireEqual(
      Operation operation, BlockKey key, Optional<Crc32c> announced, Crc32c seen)
      throws CorruptBlockException {
    if (announced.isPresent() && !announced.get().equals(seen)) {
      String detail =
          String.format(Locale.ROOT, "the bytes have checksum %s, not %s", seen, announced.get());
      throw new CorruptBlockException(
          Failure.of(store, operation, key, detail).remedy("write the bytes that were meant"));
    }
  }
}
