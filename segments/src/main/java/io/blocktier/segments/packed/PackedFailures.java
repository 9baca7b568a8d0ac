package io.blocktier.segments.packed;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import org.jspecify.annotations.Nullable;

/** Says by what the caller does next what went wrong with a block. */
final class PackedFailures {

  private final String name;

  PackedFailures(String name) {
    this.name = name;
  }

  Failure failure(Operation operation, @Nullable BlockKey key, String detail) {
    return new Failure(name, operation, key, detail, "");
  }

  BlockNotFoundException notFound(Operation operation, BlockKey key) {
    return new BlockNotFoundException(
        failure(operation, key, "there is no such block").remedy("see which there are"));
  }

  PreconditionFailedException condition(Operation operation, BlockKey key, String detail) {
    return new PreconditionFailedException(
        failure(operation, key, detail).remedy("read again and decide anew"));
  }

  UnsupportedByStoreException unsupported(
      Operation operation, @Nullable BlockKey key, String detail, String remedy) {
    return new UnsupportedByStoreException(failure(operation, key, detail).remedy(remedy));
  }

  /** An upload that was completed or closed before. */
  InvalidRequestException over(Operation operation, BlockKey key) {
    return new InvalidRequestException(
        failure(operation, key, "the upload is over").remedy("start another one"));
  }

  CorruptBlockException corrupt(
      Operation operation, BlockKey key, String detail, @Nullable Throwable cause) {
    return new CorruptBlockException(
        failure(operation, key, detail).remedy("check the segments, and restore the block"), cause);
  }

  /** A wait within this process that was over first; nothing was changed. */
  StoreUnavailableException late(Operation operation, @Nullable BlockKey key, Exception cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    String detail = cause.getMessage() == null ? "interrupted while waiting" : cause.getMessage();
    return new StoreUnavailableException(
        failure(operation, key, detail).remedy("try again"), cause);
  }

  /** A block that is replaced under its reader again and again. */
  StoreUnavailableException restless(Operation operation, BlockKey key) {
    return new StoreUnavailableException(
        failure(operation, key, "it is written faster than it can be read").remedy("try again"),
        null);
  }

  /** What has its place in the log, and may or may not be there later. */
  BlockStoreException unsure(
      Operation operation, @Nullable BlockKey key, BlockStoreException cause) {
    if (!cause.retryable()) {
      return about(operation, key, cause);
    }
    return new OutcomeUnknownException(
        failure(operation, key, cause.failure().detail() + "; it may get there later")
            .remedy("look whether it is there"),
        cause);
  }

  /** What never became part of a block, whatever became of it. */
  BlockStoreException invisible(Operation operation, BlockKey key, BlockStoreException cause) {
    if (!(cause instanceof OutcomeUnknownException)) {
      return about(operation, key, cause);
    }
    return new StoreUnavailableException(
        failure(operation, key, cause.failure().detail()).remedy("try again"), cause);
  }

  /** Says of a block what was said of a record or an object. */
  BlockStoreException about(
      Operation operation, @Nullable BlockKey key, BlockStoreException cause) {
    Failure failure =
        failure(operation, key, cause.failure().detail()).remedy(cause.failure().remedy());
    return switch (cause) {
      case StoreUnavailableException busy when busy.throttled() -> busy; // it says until when
      case OutcomeUnknownException busy when busy.throttled() -> busy;
      case StoreUnavailableException _ -> new StoreUnavailableException(failure, cause);
      case OutcomeUnknownException _ -> new OutcomeUnknownException(failure, cause);
      case OutOfSpaceException _ -> new OutOfSpaceException(failure, cause);
      case CorruptBlockException _ -> new CorruptBlockException(failure, cause);
      case StoreClosedException _ -> new StoreClosedException(failure, cause);
      case InvalidRequestException _ -> new InvalidRequestException(failure, cause);
      case AccessRefusedException refused -> refused;
      case BlockNotFoundException missing -> missing;
      case PreconditionFailedException failed -> failed;
      case UnsupportedByStoreException unsupported -> unsupported;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
