package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** Reads objects and what is known of them. */
final class Reads {

  private static final String ENABLED = "ENABLED";
  private static final int PARTIAL_CONTENT = 206;

  /** More bytes than any object has; servers ignore ranges with numbers that are longer still. */
  private static final long BEYOND_ANY_END = 1L << 59;

  private final ObjectExchange exchange;
  private final ObjectRequests requests;
  private final CallFrame frame;
  private final Dialects dialects;
  private final BodyReader bodies;

  Reads(
      ObjectExchange exchange,
      ObjectRequests requests,
      CallFrame frame,
      Dialects dialects,
      ChunkPool chunks) {
    this.exchange = exchange;
    this.requests = requests;
    this.frame = frame;
    this.dialects = dialects;
    this.bodies = new BodyReader(chunks);
  }

  BlockStat stat(Call call, BlockKey key) throws BlockStoreException {
    ObjectRequest request = requests.to(Verb.HEAD, key).putHeader(S3Headers.CHECKSUM_MODE, ENABLED);
    return exchange.exchange(
        call,
        request,
        null,
        answer ->
            ObjectHead.stat(answer, key, answer.contentLength().orElse(0), dialects.current()));
  }

  BlockRead read(BlockKey key, ByteRange range, ByteBuffer target) throws BlockStoreException {
    if (range.length() == 0) {
      return readNothing(key, range);
    }
    int start = target.position();
    boolean done = false;
    try {
      BlockRead read = fetch(key, range, target);
      done = true;
      return read;
    } catch (RangeNotSatisfiableException e) {
      if (range.offset() > 0) {
        throw e;
      }
      return readEmpty(key, e);
    } finally {
      if (!done) {
        target.position(start);
      }
    }
  }

  /** HTTP has no range of zero bytes. */
  private BlockRead readNothing(BlockKey key, ByteRange range) throws BlockStoreException {
    Call call = Call.looking(Operation.READ, key);
    BlockStat stat = stat(call, key);
    requireSatisfiable(call, range, stat.size());
    return new BlockRead(0, stat);
  }

  /** Any range of an empty object is refused; one from the start is none the less legal here. */
  private BlockRead readEmpty(BlockKey key, RangeNotSatisfiableException refused)
      throws BlockStoreException {
    Call call = Call.looking(Operation.READ, key);
    BlockStat stat = stat(call, key);
    if (stat.size() > 0) {
      throw new StoreUnavailableException(
          frame.failure(call, "the block changed while it was read").remedy("read it again"),
          refused);
    }
    return new BlockRead(0, stat);
  }

  private BlockRead fetch(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    Call call = Call.looking(Operation.READ, key);
    ObjectRequest request = requests.to(Verb.GET, key);
    if (range.isAll()) {
      request.putHeader(S3Headers.CHECKSUM_MODE, ENABLED);
    } else {
      request.putHeader(S3Headers.RANGE, header(range));
    }
    return exchange.exchange(
        call, request, null, answer -> deliver(call, key, range, target, answer));
  }

  private BlockRead deliver(
      Call call, BlockKey key, ByteRange range, ByteBuffer target, Answer answer)
      throws IOException {
    ContentRange delivered = delivered(call, answer);
    requireSatisfiable(call, range, delivered.total());
    requireAsked(call, range, delivered);
    requireRoom(call, target, delivered);
    BlockStat stat = ObjectHead.stat(answer, key, delivered.total(), dialects.current());
    int crc = bodies.read(answer, target, (int) delivered.length());
    if (delivered.length() == delivered.total()) {
      requireChecksum(call, stat.checksum(), new Crc32c(crc));
    }
    return new BlockRead((int) delivered.length(), stat);
  }

  private ContentRange delivered(Call call, Answer answer) throws CorruptBlockException {
    Optional<ContentRange> range =
        answer.status() == PARTIAL_CONTENT
            ? answer.header(S3Headers.CONTENT_RANGE).flatMap(ContentRange::parse)
            : answer.contentLength().stream()
                .mapToObj(length -> new ContentRange(0, length, length))
                .findFirst();
    return range.orElseThrow(() -> corrupt(call, "the answer does not tell the block's size"));
  }

  /** Some servers answer a range from beyond the end with the whole. */
  private void requireSatisfiable(Call call, ByteRange range, long size)
      throws RangeNotSatisfiableException {
    if (!range.isSatisfiable(size)) {
      String detail = String.format(Locale.ROOT, "%s, of a block of %d bytes", range, size);
      throw new RangeNotSatisfiableException(
          frame.failure(call, detail).remedy("read from within the block"));
    }
  }

  private void requireAsked(Call call, ByteRange asked, ContentRange delivered)
      throws CorruptBlockException {
    long expected = asked.clampedLength(delivered.total());
    if (delivered.first() != asked.offset() || delivered.length() != expected) {
      String detail =
          String.format(
              Locale.ROOT,
              "asked for %s, the server sent %d bytes at %d of %d",
              asked,
              delivered.length(),
              delivered.first(),
              delivered.total());
      throw corrupt(call, detail);
    }
  }

  private void requireRoom(Call call, ByteBuffer target, ContentRange delivered)
      throws InvalidRequestException {
    if (delivered.length() > target.remaining()) {
      String detail =
          String.format(
              Locale.ROOT,
              "the range has %d bytes, the target has room for %d",
              delivered.length(),
              target.remaining());
      throw new InvalidRequestException(
          frame.failure(call, detail).remedy("hand in a larger target, or read a smaller range"));
    }
  }

  private void requireChecksum(Call call, Optional<Crc32c> kept, Crc32c seen)
      throws CorruptBlockException {
    if (kept.isPresent() && !kept.get().equals(seen)) {
      throw corrupt(
          call, String.format(Locale.ROOT, "checksum %s came, %s is kept", seen, kept.get()));
    }
  }

  private CorruptBlockException corrupt(Call call, String detail) {
    return new CorruptBlockException(
        frame.failure(call, detail).remedy("read it again, or restore the block"));
  }

  private static String header(ByteRange range) {
    boolean toTheEnd = range.length() > BEYOND_ANY_END - range.offset();
    return "bytes=" + range.offset() + '-' + (toTheEnd ? "" : range.offset() + range.length() - 1);
  }
}
