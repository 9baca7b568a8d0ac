package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Finds out the checksum of content before it is sent, without copying it. */
final class Checksums {

  private final CallFrame frame;
  private final ChunkPool chunks;

  Checksums(CallFrame frame, ChunkPool chunks) {
    this.frame = frame;
    this.chunks = chunks;
  }

  /**
   * Returns the checksum that the caller gave, or computes one. A source is read once for it: sent
   * behind the bytes instead, it could not be signed with the headers, and some servers refuse it.
   * A source that is announced as empty is read in any case, because sending it would not.
   *
   * @param call what the content is for
   * @param content the bytes
   * @return their checksum
   * @throws BlockStoreException if a source cannot be read
   */
  Crc32c of(Call call, Content content) throws BlockStoreException {
    if (content.length() == 0 && content instanceof Content.Source source) {
      Crc32c seen = ofSource(call, source);
      return content.checksum().orElse(seen);
    }
    return content.checksum().isPresent() ? content.checksum().get() : compute(call, content);
  }

  /**
   * Finds out why a server refused content: bytes that do not match the checksum that came with
   * them are called by many names.
   *
   * @param call what the content was for
   * @param content the bytes
   * @param refused what the server said
   * @return what to throw
   * @throws BlockStoreException if a source cannot be read
   */
  BlockStoreException explain(Call call, Content content, InvalidRequestException refused)
      throws BlockStoreException {
    Optional<Crc32c> given = content.checksum();
    if (given.isEmpty() || given.get().equals(compute(call, content))) {
      return refused;
    }
    String detail = "the content does not have the checksum " + given.get() + " that came with it";
    return new CorruptBlockException(
        frame.failure(call, detail).remedy("make the content again"), refused);
  }

  private Crc32c compute(Call call, Content content) throws BlockStoreException {
    return switch (content) {
      case Content.Buffers buffers -> Crc32c.of(buffers.duplicates());
      case Content.Source source -> ofSource(call, source);
    };
  }

  private Crc32c ofSource(Call call, Content.Source source) throws InvalidRequestException {
    CRC32C crc = new CRC32C();
    byte[] chunk = chunks.take();
    try (InputStream in = new ContentBody(source, null).newStream()) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        crc.update(chunk, 0, count);
      }
      return new Crc32c((int) crc.getValue());
    } catch (IOException e) {
      throw frame.sourceFailure(call, e);
    } finally {
      chunks.giveBack(chunk);
    }
  }
}
