package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.spi.BlockFiles;
import io.blocktier.gateway.access.Guard;
import io.blocktier.gateway.acl.Permission;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.auth.Caller;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Body;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Gets objects and what is known of them. Thread-safe. */
public final class ObjectReads {

  private static final int PARTIAL = 206;
  private static final Map<String, String> OVERRIDES =
      Map.of(
          "response-content-type", "Content-Type",
          "response-content-language", "Content-Language",
          "response-expires", "Expires",
          "response-cache-control", "Cache-Control",
          "response-content-disposition", "Content-Disposition",
          "response-content-encoding", "Content-Encoding");

  private final BlockStore store;
  private final Optional<BlockFiles> files;
  private final BucketRegistry buckets;
  private final Attributes attributes;
  private final Guard guard;
  private final ReadBuffers buffers;

  /** Reads from a store. */
  public ObjectReads(
      BlockStore store,
      BucketRegistry buckets,
      Attributes attributes,
      Guard guard,
      ReadBuffers buffers) {
    this.store = store;
    this.files = BlockFiles.of(store);
    this.buckets = buckets;
    this.attributes = attributes;
    this.guard = guard;
    this.buffers = buffers;
  }

  /** HeadObject. */
  public Answer head(S3Request request) throws IOException {
    ObjectWrites.refuseVersion(request.query().get("versionId"));
    Bucket bucket = bucket(request);
    StoredObject object = look(bucket.block(request.key()));
    guard.requireObject(request, bucket, object, Permission.READ);
    ReadConditions.of(request.head(), "").requireForRead(object);
    Selection selection = Selection.of(request, object);
    Headers headers = headers(request, object, selection);
    return new Answer(status(selection), headers, new LengthOnly(selection.range().length()));
  }

  /** GetObject. */
  public Answer get(S3Request request) throws IOException {
    ObjectWrites.refuseVersion(request.query().get("versionId"));
    Bucket bucket = bucket(request);
    BlockKey block = bucket.block(request.key());
    ByteBuffer buffer = buffers.take();
    boolean handedOn = false;
    try {
      StoredObject object = begin(request, block, buffer);
      guard.requireObject(request, bucket, object, Permission.READ);
      ReadConditions.of(request.head(), "").requireForRead(object);
      Selection selection = Selection.of(request, object);
      Headers headers = headers(request, object, selection);
      Body body =
          new ObjectBody(
              store,
              files,
              object.stat(),
              later -> isGrown(object, later),
              selection.range(),
              buffers,
              buffer);
      handedOn = true;
      return new Answer(status(selection), headers, body);
    } finally {
      if (!handedOn) {
        buffers.giveBack(buffer);
      }
    }
  }

  /** An append leaves the bytes where they are. */
  private boolean isGrown(StoredObject object, BlockStat later) throws IOException {
    StoredObject now = attributes.of(later);
    return now.stat().etag().equals(later.etag()) && now.isGrownFrom(object);
  }

  /** Looks at an object that has to be there. */
  public StoredObject look(BlockKey block) throws BlockStoreException, S3Exception {
    return attributes.find(block).orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_KEY));
  }

  private Bucket bucket(S3Request request) throws IOException {
    CustomerKeys.refuse(request.head(), "x-amz-");
    StatedEncryption.refuseOnRead(request.head());
    return buckets.require(request.target().bucket());
  }

  /**
   * Reads the first bytes and looks at the object in one call of the store, where what is asked for
   * does not depend on the object. Otherwise the buffer stays empty.
   */
  private StoredObject begin(S3Request request, BlockKey block, ByteBuffer buffer)
      throws IOException {
    Optional<RangeHeader> range = RangeHeader.parse(request.header("range"));
    boolean depends =
        request.query().has("partNumber") || range.filter(RangeHeader::isSuffix).isPresent();
    if (depends) {
      buffer.limit(0);
      return look(block);
    }
    long first = range.map(RangeHeader::first).orElse(0L);
    long most = Math.min(range.map(RangeHeader::most).orElse(Long.MAX_VALUE), buffers.bytes());
    try {
      BlockRead read = store.read(block, ByteRange.of(first, most), buffer);
      StoredObject object = attributes.of(read.block());
      buffer.flip();
      boolean replaced = !object.stat().etag().equals(read.block().etag());
      buffer.limit(replaced ? 0 : buffer.limit());
      return object;
    } catch (RangeNotSatisfiableException e) {
      buffer.limit(0);
      return look(block);
    } catch (BlockNotFoundException e) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_KEY);
    }
  }

  private static int status(Selection selection) {
    return selection.partial() ? PARTIAL : Answer.OK;
  }

  private static Headers headers(S3Request request, StoredObject object, Selection selection)
      throws S3Exception {
    Headers headers = ObjectHeaders.of(object);
    if (selection.partial()) {
      headers.add("Content-Range", selection.contentRange());
    }
    if (request.header("x-amz-checksum-mode").filter("ENABLED"::equalsIgnoreCase).isPresent()) {
      selection.addChecksums(headers);
    }
    if (selection.parts() > 0) {
      headers.add("x-amz-mp-parts-count", Integer.toString(selection.parts()));
    }
    if (!request.query().names().isEmpty()) {
      requireMayOverride(request);
      OVERRIDES.forEach((parameter, name) ->
          request.query().get(parameter).ifPresent(value -> headers.set(name, value)));
    }
    return headers;
  }

  /** Who gives a stranger a link must have signed what the answer says of itself. */
  private static void requireMayOverride(S3Request request) throws S3Exception {
    boolean stranger = request.sender().caller() instanceof Caller.Anonymous;
    if (stranger && OVERRIDES.keySet().stream().anyMatch(request.query()::has)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Request specific response headers cannot be used for anonymous GET requests.");
    }
  }

  /** A body that is not sent, as of HEAD. */
  private record LengthOnly(long length) implements Body.Stream {
    @Override
    public void writeTo(Sink sink) {}

    @Override
    public void close() {}
  }
}
