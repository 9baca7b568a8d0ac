package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.bucket.Bucket;
import io.blocktier.gateway.bucket.BucketRegistry;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.object.ReadConditions;
import io.blocktier.gateway.object.WriteConditions;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.PercentCoding;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.util.Optional;

/** Gives objects of directory buckets other keys, without moving their bytes. Thread-safe. */
public final class Renames {

  private static final String SOURCE = "x-amz-rename-source";

  private final BlockStore store;
  private final BucketRegistry buckets;
  private final Attributes attributes;
  private final AppendCounts counts;
  private final RenameTokens tokens;

  /** Renames in a store. */
  public Renames(BlockStore store, Effects effects, BucketRegistry buckets, Attributes attributes) {
    this.store = store;
    this.buckets = buckets;
    this.attributes = attributes;
    this.counts = new AppendCounts(store);
    this.tokens = new RenameTokens(effects.ticker());
  }

  /** RenameObject. */
  public Answer rename(S3Request request) throws IOException {
    if (!store.capabilities().has(Capability.RENAME)) {
      throw new S3Exception(
          S3ErrorCode.NOT_IMPLEMENTED, "RenameObject needs a store that offers RENAME");
    }
    Bucket bucket = buckets.require(request.target().bucket());
    String source = source(request);
    Optional<String> token = RenameTokens.of(request);
    String asked = bucket.name() + "\n" + source + "\n" + request.key();
    if (token.isPresent() && tokens.isDone(token.get(), asked)) {
      return Answer.empty(Answer.OK);
    }
    move(request, bucket.block(source), bucket.block(request.key()));
    token.ifPresent(name -> tokens.done(name, asked));
    return Answer.empty(Answer.OK);
  }

  private void move(S3Request request, BlockKey source, BlockKey target) throws IOException {
    StoredObject moved = find(source).orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_KEY));
    ReadConditions.of(request.head(), SOURCE + "-").requireForCopy(moved);
    WriteConditions conditions = WriteConditions.of(request.head());
    Optional<StoredObject> current = find(target);
    if (current.isPresent()) {
      ReadConditions.of(request.head(), "").requireForTarget(current.get());
    }
    Precondition precondition = conditions.on(current);
    attributes.announceMove(moved, target);
    counts.announceMove(moved, target);
    try {
      store.rename(source, target, precondition);
    } catch (PreconditionFailedException e) {
      throw conditions.lost(find(target));
    } catch (BlockNotFoundException e) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_KEY);
    }
    attributes.forget(current);
  }

  private Optional<StoredObject> find(BlockKey block) throws IOException {
    return attributes.find(block);
  }

  private static String source(S3Request request) throws S3Exception {
    String source = PercentCoding.decodePath(request.header(SOURCE).orElse(""));
    if (source.isEmpty() || source.endsWith("/") || request.key().endsWith("/")) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "A rename is from a key to a key that ends with no slash");
    }
    if (source.equals(request.key())) {
      throw new S3Exception(S3ErrorCode.INVALID_REQUEST, "Source and destination are the same");
    }
    return source;
  }
}
