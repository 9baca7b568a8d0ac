package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.layer.Figure;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.s3.directory.RenameToken;
import io.blocktier.blockstore.s3.directory.TooManyAppends;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Lets blocks grow past the parts that an object may have, and renames be resolved whose replies
 * were lost.
 *
 * <p>A block with as many parts as it may have is copied onto itself on the server, which makes one
 * part of all, and appended to again. The copy is made only of the version that has the expected
 * size. A rename carries a token by which the server knows it again.
 */
final class GrowingBlockStore extends ForwardingBlockStore {

  private final long maxAppendBytes;
  private final RandomGenerator random;
  private final SessionStatistics sessions;

  GrowingBlockStore(
      BlockStore inner, long maxAppendBytes, RandomGenerator random, SessionStatistics sessions) {
    super(inner);
    this.maxAppendBytes = maxAppendBytes;
    this.random = random;
    this.sessions = sessions;
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    if (content.length() > maxAppendBytes) {
      String detail = content.length() + " bytes, at most " + maxAppendBytes + " are allowed";
      throw new InvalidRequestException(
          Failure.of(this, Operation.APPEND, key, detail)
              .remedy("append in pieces, or raise 'max_append_size'"));
    }
    try {
      return inner().append(key, expectedOffset, content);
    } catch (InvalidRequestException e) {
      if (!(e.getCause() instanceof TooManyAppends)) {
        throw e;
      }
      join(key, expectedOffset);
      return inner().append(key, expectedOffset, content);
    }
  }

  private void join(BlockKey key, long expectedOffset) throws BlockStoreException {
    BlockStat version = inner().stat(key);
    if (version.size() != expectedOffset) {
      throw new PreconditionFailedException(
          Failure.of(this, Operation.APPEND, key, "the block has " + version.size() + " bytes")
              .remedy("append behind what is there now"));
    }
    Precondition unchanged = Precondition.ifMatch(version.etag());
    CopyOptions same = CopyOptions.DEFAULT.withSourceMatch(version.etag());
    inner().copy(key, key, same.with(unchanged));
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    RenameToken token = new RenameToken(HexFormat.of().toHexDigits(random.nextLong()));
    try {
      return token.<Receipt, BlockStoreException>call(
          () -> inner().rename(source, target, condition));
    } catch (OutcomeUnknownException lost) {
      return resolve(token, source, target, condition, lost);
    }
  }

  /** The server answers the same rename as it did the first time. */
  private Receipt resolve(
      RenameToken token,
      BlockKey source,
      BlockKey target,
      Precondition condition,
      OutcomeUnknownException lost)
      throws BlockStoreException {
    try {
      return token.<Receipt, BlockStoreException>call(
          () -> inner().rename(source, target, condition));
    } catch (BlockStoreException e) {
      lost.addSuppressed(e);
      throw lost;
    }
  }

  @Override
  public List<Figure> figures() {
    return sessions.figures();
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    Health health = inner().healthCheck();
    return new Health(health.healthy(), health.detail() + "; " + sessions);
  }
}
