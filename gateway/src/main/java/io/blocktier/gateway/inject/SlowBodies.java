package io.blocktier.gateway.inject;

import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Body;
import io.blocktier.gateway.request.S3Request;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Bodies whose bytes go slowly, a few at a time. */
final class SlowBodies {

  private static final int STEPS_PER_SECOND = 20;

  private SlowBodies() {}

  static S3Request request(S3Request request, long rate, Waits waits) {
    return request.withBody(new SlowInput(request.body(), rate, waits));
  }

  static Answer answer(Answer answer, long rate, Waits waits) {
    return new Answer(
        answer.status(),
        answer.headers(),
        new WrappedBody(answer.body(), sink -> buffer -> write(sink, buffer, rate, waits)));
  }

  private static void write(Body.Sink sink, ByteBuffer buffer, long rate, Waits waits)
      throws IOException {
    while (buffer.hasRemaining()) {
      int size = Math.min(step(rate), buffer.remaining());
      waits.pause(size, rate);
      sink.write(buffer.slice(buffer.position(), size));
      buffer.position(buffer.position() + size);
    }
  }

  private static int step(long rate) {
    return Math.clamp(rate / STEPS_PER_SECOND, 1, Integer.MAX_VALUE);
  }

  private static final class SlowInput extends FilterInputStream {

    private final long rate;
    private final Waits waits;

    private SlowInput(InputStream bytes, long rate, Waits waits) {
      super(bytes);
      this.rate = rate;
      this.waits = waits;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, Math.min(length, step(rate)));
      waits.pause(Math.max(0, count), rate);
      return count;
    }
  }
}
