package io.blocktier.blockstore.bill;

import java.util.concurrent.Callable;

/**
 * Who is told of the requests that a call of a store comes to: of parts, of attempts, of looks
 * behind it. Layers above know for what a call is made, the store at the bottom knows its requests,
 * and this is how the ones reach the others. Not inherited by tasks handed to an executor; {@link
 * #carried} brings it along.
 */
public final class RequestScope {

  private static final ScopedValue<RequestSink> CURRENT = ScopedValue.newInstance();

  private RequestScope() {}

  /**
   * Runs a call whose requests somebody is told of, beside whoever is told already.
   *
   * @param <T> what the call returns
   * @param <X> what it throws
   * @param sink is told
   * @param call what to run on the calling thread
   * @return what it returned
   * @throws X what it threw
   */
  public static <T, X extends Throwable> T call(
      RequestSink sink, ScopedValue.CallableOp<? extends T, X> call) throws X {
    RequestSink all = CURRENT.isBound() ? CURRENT.get().and(sink) : sink;
    return ScopedValue.where(CURRENT, all).<T, X>call(call);
  }

  /**
   * Tells whoever wants to know of a request.
   *
   * @param kind what it is charged as
   * @param bytesSent of its body
   * @param bytesFetched of the answer's body, as far as it was announced
   */
  public static void made(RequestKind kind, long bytesSent, long bytesFetched) {
    if (CURRENT.isBound()) {
      CURRENT.get().made(kind, bytesSent, bytesFetched);
    }
  }

  /**
   * Returns a task of which the same are told on another thread.
   *
   * @param task what to run
   * @return the same, or what binds it again
   */
  public static Runnable carried(Runnable task) {
    if (!CURRENT.isBound()) {
      return task;
    }
    RequestSink all = CURRENT.get();
    return () -> ScopedValue.where(CURRENT, all).run(task);
  }

  /**
   * Returns a task of which the same are told on another thread.
   *
   * @param <T> what the task returns
   * @param task what to run
   * @return the same, or what binds it again
   */
  public static <T> Callable<T> carriedCall(Callable<T> task) {
    if (!CURRENT.isBound()) {
      return task;
    }
    RequestSink all = CURRENT.get();
    return () -> ScopedValue.where(CURRENT, all).<T, Exception>call(task::call);
  }
}
