package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.Verb;
import java.util.Locale;
import java.util.Optional;

/** Sends the bytes of whole objects and of parts. */
final class Writes {

  /** What goes out together with the head, so that waiting would save nothing. */
  private static final int SENT_WITH_THE_HEAD = 4 << 10;

  private static final String CONTINUE = "100-continue";

  private final ObjectExchange exchange;
  private final ObjectRequests requests;
  private final CallFrame frame;
  private final Checksums checksums;
  private final StoringHeaders headers;
  private final Reads reads;
  private final Dialects dialects;

  Writes(
      ObjectExchange exchange,
      ObjectRequests requests,
      CallFrame frame,
      Checksums checksums,
      StoringHeaders headers,
      Reads reads,
      Dialects dialects) {
    this.exchange = exchange;
    this.requests = requests;
    this.frame = frame;
    this.checksums = checksums;
    this.headers = headers;
    this.reads = reads;
    this.dialects = dialects;
  }

  Receipt write(BlockKey key, Content content, WriteOptions options) throws BlockStoreException {
    boolean replaces = options.precondition() instanceof Precondition.IfMatch;
    Call call = Call.changing(Operation.WRITE, key).onlyIfMatch(replaces);
    Crc32c crc = checksums.of(call, content);
    ObjectRequest request =
        sized(requests.to(Verb.PUT, key), content)
            .putHeader(S3Headers.CHECKSUM_CRC32C, crc.base64());
    headers.addTo(
        request,
        options.storageClass(),
        new UserMetadata(options.metadata(), options.putId(), Optional.of(crc)),
        dialects.current());
    addCondition(request, options.precondition(), content.length());
    Optional<Etag> etag = send(call, request, content, crc);
    Etag version = etag.isPresent() ? etag.get() : reads.stat(call, key).etag();
    return new SettledReceipt(key, content.length(), version, Optional.of(crc), Durability.REMOTE);
  }

  /** S3 refuses the checksum of a part of an upload that was not started with checksums. */
  PartReceipt writePart(UploadId upload, int number, Content content) throws BlockStoreException {
    Call call = Call.changing(Operation.UPLOAD_PART, upload.key());
    Crc32c crc = checksums.of(call, content);
    ObjectRequest request =
        sized(requests.to(Verb.PUT, upload.key()), content)
            .putQueryParameter("partNumber", Integer.toString(number))
            .putQueryParameter("uploadId", upload.id());
    if (upload.checked()) {
      request.putHeader(S3Headers.CHECKSUM_CRC32C, crc.base64());
    }
    Optional<Etag> etag = send(call, request, content, crc);
    Etag version = etag.orElseThrow(() -> new CorruptBlockException(noEtag(call)));
    return new PartReceipt(number, content.length(), version, Optional.of(crc));
  }

  /**
   * A server may refuse a condition before it has the bytes, and hang up on whoever goes on sending
   * them: the refusal would be lost, and the outcome unknown.
   */
  private void addCondition(ObjectRequest request, Precondition precondition, long length) {
    StoringHeaders.addCondition(request, precondition, dialects.current());
    if (!(precondition instanceof Precondition.None) && length > SENT_WITH_THE_HEAD) {
      request.putHeader(S3Headers.EXPECT, CONTINUE);
    }
  }

  private static ObjectRequest sized(ObjectRequest request, Content content) {
    return request.putHeader(S3Headers.CONTENT_LENGTH, Long.toString(content.length()));
  }

  private Optional<Etag> send(Call call, ObjectRequest request, Content content, Crc32c crc)
      throws BlockStoreException {
    try {
      return exchange.exchange(call, request, content, answer -> accepted(call, answer, crc));
    } catch (InvalidRequestException e) {
      throw checksums.explain(call, content, e);
    }
  }

  private Optional<Etag> accepted(Call call, Answer answer, Crc32c sent)
      throws CorruptBlockException {
    Optional<Crc32c> kept = ObjectHead.checksum(answer);
    if (kept.isPresent() && !kept.get().equals(sent)) {
      String detail =
          String.format(Locale.ROOT, "checksum %s was sent, the server kept %s", sent, kept.get());
      throw new CorruptBlockException(frame.failure(call, detail).remedy("write it again"));
    }
    return ObjectHead.etag(answer);
  }

  private Failure noEtag(Call call) {
    return frame
        .failure(call, "the server acknowledged a part without naming it")
        .remedy("send the part again");
  }
}
