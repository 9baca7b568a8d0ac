package io.blocktier.gateway.inject;

import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Body;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bodies that stop somewhere. */
final class BrokenBodies {

  private BrokenBodies() {}

  /** What happens where a body stops. */
  @FunctionalInterface
  interface Stop {
    /** Returns where the body goes on. */
    void happen() throws IOException;
  }

  static Answer truncated(Answer answer, long bytes) {
    return answer.body().length() <= bytes
        ? answer
        : stopped(
            answer,
            bytes,
            () -> {
              throw new IOException("truncated on purpose");
            });
  }

  static Answer stalled(Answer answer, Stop stop) throws IOException {
    if (answer.body().length() == 0) {
      stop.happen();
      return answer;
    }
    return stopped(answer, answer.body().length() / 2, stop);
  }

  private static Answer stopped(Answer answer, long at, Stop stop) {
    return new Answer(
        answer.status(),
        answer.headers(),
        new WrappedBody(answer.body(), sink -> new StoppingSink(sink, at, stop)));
  }

  /** For one thread. */
  private static final class StoppingSink implements Body.Sink {

    private final Body.Sink sink;
    private final Stop stop;
    private long left;

    private StoppingSink(Body.Sink sink, long at, Stop stop) {
      this.sink = sink;
      this.left = at;
      this.stop = stop;
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
      if (left >= 0 && buffer.remaining() >= left) {
        int size = (int) left;
        left = -1;
        if (size > 0) {
          sink.write(buffer.slice(buffer.position(), size));
          buffer.position(buffer.position() + size);
        }
        stop.happen();
      }
      left -= left > 0 ? buffer.remaining() : 0;
      if (buffer.hasRemaining()) {
        sink.write(buffer);
      }
    }
  }
}
