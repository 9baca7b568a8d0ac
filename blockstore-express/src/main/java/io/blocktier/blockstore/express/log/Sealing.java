package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Deadline;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Closes blocks in one store after the other, so that nobody's append fits any more. */
final class Sealing {

  private final LogContext context;
  private final long writer;

  Sealing(LogContext context, long writer) {
    this.context = context;
    this.writer = writer;
  }

  /**
   * Closes a block where it ends; one that the store does not have yet, before anybody begins it.
   *
   * @return the block, sealed
   */
  LogContext.Stored seal(BlockStore store, long number)
      throws BlockStoreException, AppendLogException {
    return this.<LogContext.Stored>retrying(at -> trySeal(at, number)).ask(store);
  }

  private LogContext.Stored trySeal(BlockStore store, long number)
      throws BlockStoreException, AppendLogException {
    Optional<LogContext.Stored> found = context.read(store, number);
    while (found.isEmpty() || !found.get().image().sealed()) {
      int end = found.map(stored -> stored.image().end()).orElse(0);
      BlockKey key = context.options().block(number);
      store.append(key, end, Content.of(frame(number, end)));
      found = context.read(store, number);
    }
    return found.get();
  }

  /**
   * Makes a sealed block what all of them are to be.
   *
   * @return true, for {@link Gather}
   * @throws AppendLogException.Fenced if somebody else has changed it meanwhile
   */
  boolean settle(BlockStore store, long number, BlockImage truth)
      throws BlockStoreException, AppendLogException {
    return this.<Boolean>retrying(at -> trySettle(at, number, truth)).ask(store);
  }

  private boolean trySettle(BlockStore store, long number, BlockImage truth)
      throws BlockStoreException, AppendLogException {
    LogContext.Stored has = trySeal(store, number);
    if (has.image().isBy(truth.header().orElseThrow().writer())) {
      if (has.image().end() == truth.end()) {
        return true;
      }
      if (has.image().end() > truth.end()) {
        throw new AppendLogException.Fenced("somebody else has found more of the log", null);
      }
    }
    ByteBuffer bytes = truth.bytes().slice(0, truth.end());
    Content whole = Content.of(bytes, frame(number, truth.end()));
    store.write(context.options().block(number), whole, WriteOptions.ifMatch(has.etag()));
    return true;
  }

  ByteBuffer frame(long number, long end) {
    ByteBuffer sealer = ByteBuffer.allocate(Long.BYTES).putLong(writer).flip();
    return context.frames().one(FrameType.SEAL, number, end, sealer);
  }

  /**
   * Asks again what a passing failure or a change meanwhile kept from being answered.
   *
   * @param <T> the answer
   * @param question looks first, so that it may be asked twice
   * @return the question
   */
  <T> Gather.Question<T> retrying(Gather.Question<T> question) {
    return store -> {
      Deadline deadline = context.deadline();
      while (true) {
        try {
          return question.ask(store);
        } catch (BlockStoreException e) {
          boolean passing =
              e.retryable()
                  || e instanceof PreconditionFailedException
                  || e instanceof OutcomeUnknownException;
          if (!passing || context.isOver(deadline) || !context.pause()) {
            throw e;
          }
        }
      }
    };
  }
}
