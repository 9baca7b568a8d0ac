package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Puts bytes behind a block, into its file. The attribute of the file says where the block ends;
 * what follows there is not part of it, be it an append that is under way or one that a power cut
 * has torn. An append is done in this order, and leaving a step out loses data:
 *
 * <ol>
 *   <li>if nobody has appended to the block before, its attribute is changed to say that bytes may
 *       follow, and forced: else they would pass for damage;
 *   <li>what an earlier append has left behind the block is cut off, the bytes are written there,
 *       and the file is forced: before the attribute counts them, because it may become durable
 *       first and would then count bytes that are not there;
 *   <li>the attribute is replaced by one with the new size, which makes the bytes visible in one
 *       step, and is forced;
 *   <li>the directory is forced, because whoever wrote the block need not have done that yet.
 * </ol>
 */
final class Appends {

  private final Writes writes;
  private final Machinery machinery;
  private final Tree tree;
  private final Conditions conditions;
  private final FileWriter writer;
  private final Disk disk;

  Appends(
      Writes writes,
      Machinery machinery,
      Tree tree,
      Conditions conditions,
      FileWriter writer,
      Disk disk) {
    this.writes = writes;
    this.machinery = machinery;
    this.tree = tree;
    this.conditions = conditions;
    this.writer = writer;
    this.disk = disk;
  }

  /** Bytes that are here: nobody waits for a slow source while others wait for the block. */
  @FunctionalInterface
  private interface Tail {
    Crc32c writeTo(FileChannel channel) throws IOException;
  }

  Receipt append(BlockKey key, long offset, Content content) throws IOException {
    Place place = writes.place(Operation.APPEND, key);
    Optional<Tree.Found> found = tree.find(place);
    conditions.requireSize(Operation.APPEND, place, found, offset); // again under the lock
    if (found.isEmpty()) {
      return writes.begin(key, content);
    }
    return switch (content) {
      case Content.Buffers buffers ->
          extend(place, offset, content, channel -> FileWriter.write(buffers, channel));
      case Content.Source source -> extendByStaged(place, offset, source);
    };
  }

  private Receipt extendByStaged(Place place, long offset, Content.Source content)
      throws IOException {
    Path temp = writes.newFile();
    try {
      Crc32c checksum = writer.writeUnforced(temp, content);
      FileWriter.Piece piece =
          new FileWriter.Piece(
              () -> disk.open(temp, Disk.Access.BUFFERED), ByteRange.of(0, content.length()));
      return extend(
          place,
          offset,
          content,
          channel -> {
            FileWriter.append(piece, channel);
            return checksum;
          });
    } finally {
      disk.delete(temp);
    }
  }

  private Receipt extend(Place place, long offset, Content content, Tail tail) throws IOException {
    BlockAttributes grown;
    try (KeyLocks.Held _ = machinery.parts().locks().lock(place.key().value())) {
      Optional<Tree.Found> there = tree.find(place);
      conditions.requireSize(Operation.APPEND, place, there, offset);
      Tree.Found found = there.orElseThrow(() -> conditions.absent(Operation.APPEND, place.key()));
      grown = extend(place.key(), found, content, tail);
      confirm(found.path());
    }
    machinery.parts().changes().settleName(place);
    return writes.receipt(place.key(), grown);
  }

  private BlockAttributes extend(BlockKey key, Tree.Found found, Content content, Tail tail)
      throws IOException {
    BlockAttributes old = found.attributes();
    try (FileChannel channel = disk.openToWrite(found.path(), Disk.Access.BUFFERED)) {
      prepare(found, channel);
      try {
        channel.position(old.size());
        Crc32c checksum = tail.writeTo(channel);
        writes.requireEqual(Operation.APPEND, key, content.checksum(), checksum);
        writer.force(found.path(), channel);
        BlockAttributes grown = writes.grown(old, content.length(), checksum);
        disk.setAttribute(found.path(), grown.encode());
        return grown;
      } catch (IOException e) {
        cutOff(e, channel, old.size());
        throw e;
      }
    }
  }

  /** What stays in spite of this is no part of the block, and goes with the next append. */
  private static void cutOff(IOException failure, FileChannel channel, long size) {
    try {
      FileWriter.trim(channel, size);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void confirm(Path file) throws LostSyncException {
    try {
      writer.forceAttribute(file);
    } catch (IOException e) {
      throw new LostSyncException(file, e);
    }
  }

  private void prepare(Tree.Found found, FileChannel channel) throws IOException {
    BlockAttributes old = found.attributes();
    if (!old.fits(channel.size())) {
      throw LocalBlockStore.differs(channel.size(), old.size());
    }
    if (!old.growing()) {
      disk.setAttribute(found.path(), old.asGrowing().encode());
      writer.force(found.path(), channel);
    }
    FileWriter.trim(channel, old.size());
  }
}
