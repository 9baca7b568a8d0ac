package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.jspecify.annotations.Nullable;

/**
 * How slow a client may be: only the time spent waiting for it counts, so that it is not blamed for
 * a slow store. Immutable and thread-safe.
 *
 * @param ticker elapsed time
 * @param grace how long a client may be slower in all
 * @param bytesPerSecond how fast it has to be beyond that
 */
record Pace(Ticker ticker, Duration grace, long bytesPerSecond) {

  /** Returns the bytes of a request. */
  Paced input(Request request) {
    return new Paced(Content.Source.asInputStream(request));
  }

  /** Writes a piece of an answer and waits until it is on its way. */
  void write(Response response, boolean last, ByteBuffer buffer) throws IOException {
    Duration patience =
        grace.plusMillis(TimeUnit.SECONDS.toMillis(buffer.remaining()) / bytesPerSecond);
    try (Blocker.Callback written = Blocker.callback()) {
      response.write(last, buffer, written);
      await(written, patience, response);
    }
  }

  private static void await(Blocker.Callback written, Duration patience, Response response)
      throws IOException {
    try {
      written.block(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      response.getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
      throw new InterruptedIOException("the client takes its answer too slowly");
    }
  }

  /** Bytes that have to come fast enough, and are counted. For one thread. */
  final class Paced extends FilterInputStream {

    private long waited;
    private long received;

    private Paced(InputStream bytes) {
      super(bytes);
    }

    /** Returns how many bytes came. */
    long received() {
      return received;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      long start = ticker.nanos();
      int count = receive(target, offset, length);
      waited += ticker.nanos() - start;
      received += Math.max(0, count);
      long allowed = grace.toNanos() + TimeUnit.SECONDS.toNanos(1) / bytesPerSecond * received;
      if (count > 0 && waited > allowed) {
        throw new S3Exception(S3ErrorCode.REQUEST_TIMEOUT);
      }
      return count;
    }

    private int receive(byte[] target, int offset, int length) throws S3Exception {
      try {
        return in.read(target, offset, length);
      } catch (IOException e) {
        boolean silent = hasTimedOut(e);
        throw new S3Exception(silent ? S3ErrorCode.REQUEST_TIMEOUT : S3ErrorCode.INCOMPLETE_BODY);
      }
    }
  }

  private static boolean hasTimedOut(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof TimeoutException || hasTimedOut(failure.getCause()));
  }
}
