package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What every call to the server has around it: a time limit, keys, and the meaning of failures. */
final class CallFrame {

  private final Object store;
  private final Watchdog watchdog;
  private final AwsCredentialsProvider credentials;
  private final Duration timeout;
  private final Duration silence;
  private final Ticker ticker;
  private final S3Errors errors;
  private final NetworkErrors networkErrors;
  private volatile boolean closed;

  CallFrame(
      Object store,
      Watchdog watchdog,
      AwsCredentialsProvider credentials,
      Duration timeout,
      Duration silence,
      Ticker ticker) {
    this.store = store;
    this.watchdog = watchdog;
    this.credentials = credentials;
    this.timeout = timeout;
    this.silence = silence;
    this.ticker = ticker;
    this.errors = new S3Errors(store);
    this.networkErrors = new NetworkErrors(store);
  }

  /**
   * Starts the clock of a call: the store's own limit, or what is left of the operation's.
   *
   * @param call the call
   * @return the guard, which the caller closes
   * @throws BlockStoreException if no time is left, or the store is closed
   */
  CallGuard guard(Call call) throws BlockStoreException {
    requireOpen(call);
    Duration left = Deadline.current().map(deadline -> deadline.remaining(ticker)).orElse(timeout);
    if (!left.isPositive()) {
      throw new StoreUnavailableException(
          failure(call, "the time was over before the request was sent")
              .remedy("raise 'timeout_secs'"),
          null);
    }
    Duration limit = left.compareTo(timeout) < 0 ? left : timeout;
    return watchdog.guard(limit, call.mayBeSilent() ? limit : silence);
  }

  /**
   * Returns the keys to sign with.
   *
   * @param call the call
   * @return the keys
   * @throws AccessRefusedException if there are none
   * @throws BlockStoreException if no session can be had
   */
  AwsCredentialsIdentity keys(Call call) throws BlockStoreException {
    try {
      return credentials.resolveCredentials();
    } catch (AwsServiceException e) {
      throw errors.of(Call.looking(call.operation(), call.key()), refusal(e), e);
    } catch (SdkException e) {
      if (credentials instanceof DirectorySessions && e.getCause() instanceof IOException) {
        throw new StoreUnavailableException(
            failure(call, "no session could be opened").remedy("check 'endpoint'"), e);
      }
      throw new AccessRefusedException(
          failure(call, "no credentials were found")
              .remedy("set access_key_id and secret_access_key, or provide a profile or a role"),
          e);
    }
  }

  private static Refusal refusal(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    String request = e.requestId() == null ? "" : e.requestId();
    return new Refusal(e.statusCode(), code == null ? "" : code, request, "", null);
  }

  /** A session that the server no longer takes is worth another attempt with a new one. */
  BlockStoreException refused(Call call, Refusal refusal, @Nullable Throwable cause) {
    if (credentials instanceof DirectorySessions sessions && refusal.isAboutTheSession()) {
      sessions.drop();
      return new StoreUnavailableException(
          failure(call, refusal.detail()).remedy("the next attempt opens another session"), cause);
    }
    return errors.of(call, refusal, cause);
  }

  BlockStoreException broken(Call call, IOException failure, CallGuard guard, boolean sent) {
    return closed ? isClosed(call, failure) : networkErrors.of(call, failure, guard, sent);
  }

  /**
   * Translates what the connection pool throws to those who wait for a connection when they are
   * interrupted, run out of time, or the pool is closed.
   *
   * @param call the call
   * @param failure what was thrown
   * @param guard tells whether the time was over
   * @return what to throw
   */
  BlockStoreException unpooled(Call call, IllegalStateException failure, CallGuard guard) {
    if (!closed && !(failure instanceof CancellationException)) {
      throw failure;
    }
    return broken(call, new IOException(failure), guard, false);
  }

  /** Lets no further call begin. */
  void close() {
    closed = true;
  }

  private void requireOpen(Call call) throws StoreClosedException {
    if (closed) {
      throw isClosed(call, null);
    }
  }

  private StoreClosedException isClosed(Call call, @Nullable Throwable cause) {
    return new StoreClosedException(
        failure(call, "the store is closed").remedy("open another one"), cause);
  }

  InvalidRequestException sourceFailure(Call call, IOException failure) {
    String detail = String.valueOf(failure.getMessage());
    return new InvalidRequestException(
        failure(call, detail).remedy("hand in content that can be read as announced"), failure);
  }

  Failure failure(Call call, String detail) {
    return call.failure(store, detail);
  }
}
