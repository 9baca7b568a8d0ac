package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.s3.directory.RenameToken;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.UrlEncoding;
import io.blocktier.blockstore.s3.wire.Verb;

/** Gives objects of directory buckets other keys. */
final class Renames {

  private final ObjectExchange exchange;
  private final ObjectRequests requests;
  private final Reads reads;
  private final CallFrame frame;
  private final Dialects dialects;
  private final ObjectNames names;

  Renames(
      ObjectExchange exchange,
      ObjectRequests requests,
      Reads reads,
      CallFrame frame,
      Dialects dialects,
      ObjectNames names) {
    this.exchange = exchange;
    this.requests = requests;
    this.reads = reads;
    this.frame = frame;
    this.dialects = dialects;
    this.names = names;
  }

  Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    Call call = Call.changing(Operation.RENAME, source);
    ObjectRequest request =
        requests
            .to(Verb.PUT, target)
            .putQueryParameter("renameObject", "")
            .putHeader(S3Headers.CONTENT_LENGTH, "0")
            .putHeader(S3Headers.RENAME_SOURCE, UrlEncoding.ofPath(names.of(source)));
    RenameToken.current()
        .ifPresent(token -> request.putHeader(S3Headers.CLIENT_TOKEN, token.value()));
    StoringHeaders.addCondition(request, condition, dialects.current());
    try {
      exchange.exchange(call, request, null, Answer::status);
    } catch (BlockNotFoundException e) {
      requireSourceToBlame(call, source, condition, e);
      throw e;
    }
    BlockStat renamed = reads.stat(Call.looking(Operation.RENAME, target), target);
    return new SettledReceipt(
        target, renamed.size(), renamed.etag(), renamed.checksum(), Durability.REMOTE);
  }

  /** A target that is not there has no version, and the server calls that not found as well. */
  private void requireSourceToBlame(
      Call call, BlockKey source, Precondition condition, BlockNotFoundException met)
      throws BlockStoreException {
    if (condition instanceof Precondition.IfMatch) {
      reads.stat(Call.looking(Operation.RENAME, source), source);
      throw new PreconditionFailedException(
          frame.failure(call, "there is no block at the target").remedy("look at it again"), met);
    }
  }
}
