package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.Reply;
import io.blocktier.blockstore.s3.wire.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends an object request and reads its answer, within the time that the call has. */
final class ObjectExchange {

  private static final int SERVER_ERROR = 500;

  /** What these mean does not hang on the code in the body. */
  private static final Set<Integer> SAY_ENOUGH = Set.of(405, 408, 409, 412, 416, 429);

  private final Transport transport;
  private final ObjectRequests requests;
  private final CallFrame frame;
  private final InstantSource clock;

  ObjectExchange(
      Transport transport, ObjectRequests requests, CallFrame frame, InstantSource clock) {
    this.transport = transport;
    this.requests = requests;
    this.frame = frame;
    this.clock = clock;
  }

  /** Makes a result of a successful answer. Reads the body to its end, or throws. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Answer answer) throws IOException, BlockStoreException;
  }

  /**
   * Makes one request.
   *
   * @param call what it is for
   * @param request the request
   * @param content its body, or null
   * @param reader reads the answer
   * @return what the reader made of it
   * @throws BlockStoreException as described for the type
   */
  <T> T exchange(Call call, ObjectRequest request, @Nullable Content content, Reader<T> reader)
      throws BlockStoreException {
    try (CallGuard guard = frame.guard(call)) {
      if (content == null) {
        return exchange(call, request, null, null, guard, reader);
      }
      try (ContentBody body = new ContentBody(content, guard)) {
        return exchange(call, request, content, body, guard, reader);
      }
    }
  }

  private <T> T exchange(
      Call call,
      ObjectRequest request,
      @Nullable Content content,
      @Nullable ContentBody body,
      CallGuard guard,
      Reader<T> reader)
      throws BlockStoreException {
    try {
      requests.sign(request, content, frame.keys(call));
      return converse(call, request, body, guard, reader);
    } catch (BlockStoreException e) {
      throw e;
    } catch (ContentBody.SourceFailure e) {
      throw frame.sourceFailure(call, e);
    } catch (UncheckedIOException e) {
      throw frame.sourceFailure(call, Objects.requireNonNull(e.getCause()));
    } catch (IllegalStateException e) {
      throw frame.unpooled(call, e, guard);
    } catch (IOException e) {
      boolean granted = e instanceof ProtocolException; // perhaps: of what it was not sent
      boolean sent = body == null || body.length() == 0 || body.started() || granted;
      throw frame.broken(call, e, guard, sent);
    }
  }

  private <T> T converse(
      Call call,
      ObjectRequest request,
      @Nullable ContentBody body,
      CallGuard guard,
      Reader<T> reader)
      throws IOException {
    Reply reply = transport.send(request, body, guard);
    guard.heard();
    boolean whole = false;
    try {
      T result = read(call, new Answer(reply.head(), reply.body(), guard), reader);
      whole = true;
      return result;
    } finally {
      reply.release(whole);
    }
  }

  private <T> T read(Call call, Answer answer, Reader<T> reader) throws IOException {
    if (answer.head().isSuccessful()) {
      return reader.read(answer);
    }
    Refusal refusal = refusal(answer);
    if (call.isDoneBy(refusal)) {
      return reader.read(answer);
    }
    throw frame.refused(call, refusal, null);
  }

  /** Where the connection breaks behind it, a status may say enough without its code. */
  private static String code(Answer answer) throws IOException {
    try {
      return ErrorBody.code(answer.body());
    } catch (IOException broken) {
      if (answer.status() >= SERVER_ERROR || SAY_ENOUGH.contains(answer.status())) {
        return "";
      }
      throw broken;
    }
  }

  private Refusal refusal(Answer answer) throws IOException {
    return new Refusal(
        answer.status(),
        code(answer),
        answer.header(S3Headers.REQUEST_ID).orElse(""),
        answer.header(S3Headers.BUCKET_REGION).orElse(""),
        RetryAfter.parse(answer.header(S3Headers.RETRY_AFTER).orElse(null), clock));
  }
}
