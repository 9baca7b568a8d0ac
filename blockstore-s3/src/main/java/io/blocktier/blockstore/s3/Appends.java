package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.s3.directory.TooManyAppends;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.Verb;
import java.util.Optional;

/**
 * Puts bytes behind objects of directory buckets, each time by one request of its own: clients that
 * cut large bodies into parts lose the offset, and with it the object.
 */
final class Appends {

  private final ObjectExchange exchange;
  private final ObjectRequests requests;
  private final Reads reads;
  private final Checksums checksums;
  private final CallFrame frame;

  Appends(
      ObjectExchange exchange,
      ObjectRequests requests,
      Reads reads,
      Checksums checksums,
      CallFrame frame) {
    this.exchange = exchange;
    this.requests = requests;
    this.reads = reads;
    this.checksums = checksums;
    this.frame = frame;
  }

  /** The offset names a version, so that a missing object is one of another size. */
  Receipt append(BlockKey key, long offset, Content content) throws BlockStoreException {
    Call call = Call.changing(Operation.APPEND, key).onlyIfMatch(true);
    if (content.length() == 0) {
      throw new InvalidRequestException(
          frame.failure(call, "there is nothing to append").remedy("append at least one byte"));
    }
    Crc32c crc = checksums.of(call, content);
    ObjectRequest request =
        requests
            .to(Verb.PUT, key)
            .putHeader(S3Headers.CONTENT_LENGTH, Long.toString(content.length()))
            .putHeader(S3Headers.CHECKSUM_CRC32C, crc.base64())
            .putHeader(S3Headers.WRITE_OFFSET, Long.toString(offset));
    Optional<Etag> etag = send(call, request, content);
    Etag version = etag.isPresent() ? etag.get() : reads.stat(call, key).etag();
    return new SettledReceipt(
        key, offset + content.length(), version, Optional.empty(), Durability.REMOTE);
  }

  private Optional<Etag> send(Call call, ObjectRequest request, Content content)
      throws BlockStoreException {
    try {
      return exchange.exchange(call, request, content, ObjectHead::etag);
    } catch (InvalidRequestException e) {
      throw e.getCause() instanceof TooManyAppends ? e : checksums.explain(call, content, e);
    }
  }
}
