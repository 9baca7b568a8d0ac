package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A multipart upload. */
final class S3Upload implements BlockUpload {

  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

  private final UploadId upload;
  private final SdkCalls sdk;
  private final Reads reads;
  private final Writes writes;
  private final CallFrame frame;
  private final Dialects dialects;
  private final Map<BlockKey, Long> sourceSizes = new ConcurrentHashMap<>();
  private volatile boolean over;

  S3Upload(
      UploadId upload,
      SdkCalls sdk,
      Reads reads,
      Writes writes,
      CallFrame frame,
      Dialects dialects) {
    this.upload = upload;
    this.sdk = sdk;
    this.reads = reads;
    this.writes = writes;
    this.frame = frame;
    this.dialects = dialects;
  }

  @Override
  public BlockKey key() {
    return upload.key();
  }

  @Override
  public PartReceipt uploadPart(int number, Content content) throws BlockStoreException {
    requireRunning(Operation.UPLOAD_PART);
    return writes.writePart(upload, number, content);
  }

  /**
   * Copies a part. Whether the range lies within the source is looked up first, once for each
   * source: some servers copy what there is without a word.
   */
  @Override
  public PartReceipt copyPart(int number, BlockKey source, ByteRange range)
      throws BlockStoreException {
    requireRunning(Operation.COPY_PART);
    requireWithin(source, range);
    if (range.length() == 0) {
      return writes.writePart(upload, number, Content.of(new byte[0]));
    }
    Call call = Call.changing(Operation.COPY_PART, source);
    CopyPartResult result =
        sdk.call(call, s3 -> s3.uploadPartCopy(UploadRequests.copy(upload, number, source, range)))
            .copyPartResult();
    Etag etag = Etags.parse(result.eTag()).orElseThrow(() -> unnamed(call));
    Optional<Crc32c> crc =
        Optional.ofNullable(result.checksumCRC32C()).flatMap(ObjectHead::checksum);
    return new PartReceipt(number, range.length(), etag, crc);
  }

  @Override
  public Receipt complete(List<PartReceipt> parts) throws BlockStoreException {
    requireRunning(Operation.COMPLETE_UPLOAD);
    Assembly whole = Assembly.of(parts);
    Call call =
        Call.changing(Operation.COMPLETE_UPLOAD, key()).onlyIfMatch(UploadRequests.names(upload));
    CompleteMultipartUploadResponse response = complete(call, parts, whole);
    over = true;
    Optional<Etag> named = Etags.parse(response.eTag());
    boolean verified = upload.checked() && response.checksumCRC32C() != null;
    Etag etag = named.isPresent() && verified ? named.get() : look(call, named, whole);
    return new SettledReceipt(key(), whole.size(), etag, whole.checksum(), Durability.REMOTE);
  }

  /** Some servers take the checksums of parts, but not what completing a checked upload says. */
  private CompleteMultipartUploadResponse complete(
      Call call, List<PartReceipt> parts, Assembly whole) throws BlockStoreException {
    if (upload.checked()) {
      try {
        return send(call, upload, parts, whole);
      } catch (UnsupportedByStoreException refused) {
        dialects.change(Dialect::withoutUploadChecksums);
      }
    }
    return send(call, upload.unchecked(), parts, whole);
  }

  private CompleteMultipartUploadResponse send(
      Call call, UploadId as, List<PartReceipt> parts, Assembly whole) throws BlockStoreException {
    return sdk.call(
        call,
        s3 ->
            s3.completeMultipartUpload(
                UploadRequests.complete(as, parts, whole, dialects.current())));
  }

  @Override
  public void abort() throws BlockStoreException {
    if (over) {
      return;
    }
    try {
      sdk.call(
          Call.changing(Operation.ABORT_UPLOAD, key()),
          s3 -> s3.abortMultipartUpload(UploadRequests.abort(upload)));
    } catch (BlockNotFoundException | InvalidRequestException e) {
      if (!isGone(e)) {
        throw e;
      }
    }
    over = true;
  }

  private static boolean isGone(BlockStoreException e) {
    return e.getCause() instanceof S3Exception refused
        && refused.awsErrorDetails() != null
        && Refusal.NO_SUCH_UPLOAD.equals(refused.awsErrorDetails().errorCode());
  }

  @Override
  public void close() {
    try {
      abort();
    } catch (BlockStoreException e) {
      LOG.warn("parts of an upload stay until the bucket expires them: {}", e.getMessage());
    }
    over = true;
  }

  /** A server that did not check the whole itself is asked what it has made of the parts. */
  private Etag look(Call call, Optional<Etag> named, Assembly whole) throws BlockStoreException {
    BlockStat stat = reads.stat(Call.looking(call.operation(), key()), key());
    boolean ours = named.isEmpty() || named.get().equals(stat.etag());
    if (ours && stat.size() != whole.size()) {
      String detail =
          String.format(
              Locale.ROOT, "the parts have %d bytes, the block has %d", whole.size(), stat.size());
      throw new CorruptBlockException(frame.failure(call, detail).remedy("write it again"));
    }
    return named.orElse(stat.etag());
  }

  private void requireWithin(BlockKey source, ByteRange range) throws BlockStoreException {
    Long known = sourceSizes.get(source);
    if (known != null && isWithin(range, known)) {
      return;
    }
    Call call = Call.looking(Operation.COPY_PART, source);
    long size = reads.stat(call, source).size();
    sourceSizes.put(source, size);
    if (!isWithin(range, size)) {
      String detail = String.format(Locale.ROOT, "%s, of a block of %d bytes", range, size);
      throw new RangeNotSatisfiableException(
          frame.failure(call, detail).remedy("copy from within the block"));
    }
  }

  private static boolean isWithin(ByteRange range, long size) {
    return range.offset() <= size && range.length() <= size - range.offset();
  }

  private void requireRunning(Operation operation) throws InvalidRequestException {
    if (over) {
      throw new InvalidRequestException(
          frame
              .failure(Call.changing(operation, key()), "the upload is over")
              .remedy("start another one"));
    }
  }

  private CorruptBlockException unnamed(Call call) {
    return new CorruptBlockException(
        frame
            .failure(call, "the server acknowledged a part without naming it")
            .remedy("send the part again"));
  }
}
