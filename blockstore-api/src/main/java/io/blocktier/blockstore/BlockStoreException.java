package io.blocktier.blockstore;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BlockStore} throws, named by what the caller does next. Stores decide the type from
 * status and error codes, never from message text. The message is one line with store, operation,
 * key, cause and remedy, and holds no secret.
 */
public abstract sealed class BlockStoreException extends IOException
    permits AccessRefusedException,
        BlockNotFoundException,
        CorruptBlockException,
        InvalidRequestException,
        OutOfSpaceException,
        OutcomeUnknownException,
        PreconditionFailedException,
        StoreClosedException,
        StoreUnavailableException,
        UnsupportedByStoreException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  BlockStoreException(Failure failure, @Nullable Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /**
   * Returns the parts of the message.
   *
   * @return what went wrong, where, and the remedy
   */
  public final Failure failure() {
    return failure;
  }

  /**
   * Tells whether the same call may succeed a little later and is known not to have taken effect.
   * The retry layer asks nothing else.
   *
   * @return whether trying again makes sense
   */
  public final boolean retryable() {
    // not overridden: compiled code has been seen to call this one for an exception of the other
    // class when that class was loaded while it ran in a virtual thread (JDK 25.0.3)
    return this instanceof StoreUnavailableException;
  }
}
