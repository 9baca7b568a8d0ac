package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.segments.manifest.SegmentContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one segment on their way to another store. Nothing is asked of the target's key: it
 * has a number that nobody else ever uses, so that a copy made twice is the same copy. For one
 * thread.
 */
final class SegmentCopy {

  private final BlockStore from;
  private final BlockKey source;
  private final BlockStore to;
  private final BlockKey target;
  private final SegmentContent content;
  private final int pieceBytes;
  private final PieceStream.Watch watch;
  private volatile @Nullable IOException unreadable; // a store may read on another thread
  private @Nullable OutcomeUnknownException doubt;
  private boolean landed;

  SegmentCopy(
      BlockStore from,
      BlockKey source,
      BlockStore to,
      BlockKey target,
      SegmentContent content,
      int pieceBytes,
      PieceStream.Watch watch) {
    this.from = from;
    this.source = source;
    this.to = to;
    this.target = target;
    this.content = content;
    this.pieceBytes = pieceBytes;
    this.watch = watch;
  }

  /** Whether the target may have a block, now or later. */
  boolean mayHaveLanded() {
    return landed;
  }

  /** Asks the target's server first, and takes the bytes along where that is none of the source. */
  Route copy() throws IOException {
    watch.at(0);
    try {
      CopyOptions options = CopyOptions.DEFAULT.from(from);
      attempt(() -> to.copy(source, target, options));
      return Route.SERVER_SIDE;
    } catch (UnsupportedByStoreException noCommonServer) {
      carry();
      return Route.THROUGH_CLIENT;
    }
  }

  private interface Attempt {
    Receipt make() throws BlockStoreException;
  }

  /** What is not known of the outcome, verification finds out. */
  private void attempt(Attempt attempt) throws BlockStoreException {
    try {
      Receipt ignored = attempt.make();
      landed = true;
    } catch (OutcomeUnknownException e) {
      landed = true;
      doubt = e;
    }
  }

  /** The store compares what arrives with the checksum that the manifest remembers. */
  private void carry() throws IOException {
    Content bytes = Content.source(content.bytes(), this::open).withChecksum(content.checksum());
    try {
      attempt(() -> to.write(target, bytes, WriteOptions.DEFAULT));
    } catch (BlockStoreException e) {
      IOException cause = unreadable;
      throw cause == null ? e : cause;
    }
    IOException cause = unreadable;
    if (cause != null) {
      throw cause;
    }
  }

  /** Remembers why the source cannot be read, which the target's store can only guess. */
  private InputStream open() {
    unreadable = null;
    PieceStream pieces = new PieceStream(from, source, content.bytes(), pieceBytes, watch);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
          return pieces.read(bytes, offset, length);
        } catch (IOException e) {
          unreadable = e;
          throw e;
        }
      }
    };
  }

  /** Compares the copy with what the manifest remembers. */
  CopyCheck verify(CopyCheck wanted) throws IOException {
    BlockStat stat = stat();
    if (stat.size() != content.bytes()) {
      throw different(Operation.STAT, stat.size() + " bytes; it has to have " + content.bytes());
    }
    Optional<Crc32c> told = stat.checksum();
    if (wanted == CopyCheck.BY_STORE && told.isPresent()) {
      requireChecksum(Operation.STAT, told.get());
      return CopyCheck.BY_STORE;
    }
    requireChecksum(Operation.READ, read());
    return CopyCheck.BY_READING;
  }

  private BlockStat stat() throws BlockStoreException {
    try {
      return to.stat(target);
    } catch (BlockStoreException e) {
      if (doubt != null) {
        e.addSuppressed(doubt);
      }
      throw e;
    }
  }

  private Crc32c read() throws IOException {
    CRC32C crc = new CRC32C();
    try (PieceStream pieces = new PieceStream(to, target, content.bytes(), pieceBytes, watch)) {
      for (ByteBuffer piece = pieces.next(); piece.hasRemaining(); piece = pieces.next()) {
        crc.update(piece);
      }
    }
    return new Crc32c((int) crc.getValue());
  }

  private void requireChecksum(Operation operation, Crc32c found) throws CorruptBlockException {
    if (!found.equals(content.checksum())) {
      throw different(operation, "checksum " + found + "; it has to have " + content.checksum());
    }
  }

  private CorruptBlockException different(Operation operation, String what) {
    return new CorruptBlockException(
        Failure.of(
                to, operation, target, "the copy of '" + source + "' in " + from + " has " + what)
            .remedy("verify the segment where it was, and move it again"));
  }
}
