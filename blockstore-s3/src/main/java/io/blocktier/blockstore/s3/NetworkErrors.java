package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.s3.wire.NoConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * Decides what a broken conversation means for the caller: nothing happened, or nobody knows. By
 * exception class, and by whether the request can have left this machine.
 */
final class NetworkErrors {

  private final Object store;

  NetworkErrors(Object store) {
    this.store = store;
  }

  /**
   * Translates a failure of the network or of the wait for it.
   *
   * @param call what was asked
   * @param failure what was met
   * @param guard tells whether the time was over
   * @param sent whether a byte of the request may have been sent
   * @return what to throw
   */
  BlockStoreException of(Call call, IOException failure, CallGuard guard, boolean sent) {
    boolean unsent = !sent || isBeforeSending(failure);
    Failure what = call.failure(store, detail(failure, guard, unsent));
    return call.changes() && !unsent
        ? new OutcomeUnknownException(
            what.remedy("look whether it took effect before trying again"), failure)
        : new StoreUnavailableException(what.remedy(remedy(failure)), failure);
  }

  private static String detail(IOException failure, CallGuard guard, boolean unsent) {
    String when = unsent ? "before the request was sent" : "while the server was spoken to";
    String what = guard.expired() ? "the time was over" : failure.getClass().getSimpleName();
    return what + " " + when;
  }

  private static String remedy(IOException failure) {
    return switch (failure) {
      case ConnectionRequestTimeoutException ignored ->
          "all connections were busy: raise 'pool_size', or lower 'max_concurrency'";
      case UnknownHostException ignored -> "check 'endpoint' and the name service";
      case NoConnectionException none when none.exhausted() ->
          "all connections were busy: raise 'pool_size', or lower 'max_concurrency'";
      case ConnectException ignored -> "check 'endpoint' and whether the server runs";
      default -> "check the network, or try again later";
    };
  }

  private static boolean isBeforeSending(IOException failure) {
    return failure instanceof NoConnectionException
        || failure instanceof ConnectException
        || failure instanceof ConnectTimeoutException
        || failure instanceof ConnectionRequestTimeoutException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException
        || failure instanceof SSLHandshakeException;
  }
}
