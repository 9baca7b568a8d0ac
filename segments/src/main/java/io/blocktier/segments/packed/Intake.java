package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Takes the bytes of blocks, all that were announced and no others. */
final class Intake {

  private final PackedFailures failures;

  Intake(PackedFailures failures) {
    this.failures = failures;
  }

  /** Returns a buffer with all bytes, behind room for a head. */
  ByteBuffer take(BlockKey key, Content content, int room) throws BlockStoreException {
    int length = Math.toIntExact(content.length());
    byte[] bytes = new byte[room + length];
    try (InputStream in = content.open()) {
      int count = in.readNBytes(bytes, room, length);
      if (count < length || in.read() >= 0) {
        throw wrongLength(key, content, count < length ? "fewer" : "more");
      }
    } catch (BlockStoreException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(key, e);
    }
    return ByteBuffer.wrap(bytes);
  }

  private InvalidRequestException wrongLength(BlockKey key, Content content, String than) {
    String detail =
        String.format(
            Locale.ROOT,
            "the source delivers %s than the %d bytes that were announced",
            than,
            content.length());
    return new InvalidRequestException(
        failures.failure(Operation.WRITE, key, detail).remedy("announce what it delivers"));
  }

  private InvalidRequestException unreadable(BlockKey key, IOException cause) {
    return new InvalidRequestException(
        failures
            .failure(Operation.WRITE, key, "the source failed: " + cause)
            .remedy("write again from a source that works"),
        cause);
  }

  void requireEqual(BlockKey key, Optional<Crc32c> announced, Crc32c seen)
      throws CorruptBlockException {
    if (announced.isPresent() && !announced.get().equals(seen)) {
      String detail =
          String.format(Locale.ROOT, "the bytes have checksum %s, not %s", seen, announced.get());
      throw new CorruptBlockException(
          failures.failure(Operation.WRITE, key, detail).remedy("write the bytes that were meant"));
    }
  }

  /** Compares a version that was read as a whole. */
  void requireIntact(BlockKey key, BlockHead head, ByteBuffer bytes) throws CorruptBlockException {
    if (head.checksum().isPresent()) {
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      Crc32c seen = new Crc32c((int) crc.getValue());
      if (!seen.equals(head.checksum().get())) {
        Etag etag = head.etag();
        throw failures.corrupt(
            Operation.READ, key, "the bytes of version " + etag + " have checksum " + seen, null);
      }
    }
  }
}
